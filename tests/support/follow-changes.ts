import type { ExecutionResult } from 'graphql';
import { onTestFinished } from 'vitest';
import { createMemoryMadre, requestOf, type MemoryMadre } from './memory-madre.ts';
import { tempDir } from './temp-dir.ts';

export async function startMadre(
  options: Partial<Parameters<typeof createMemoryMadre>[0]> = {},
): Promise<MemoryMadre> {
  const madre = await createMemoryMadre({ dataDir: tempDir(), ...options });
  onTestFinished(() => madre.subgraph.close());
  return madre;
}

/** Returns the id of a window on the service, a second after it was opened. */
export async function openWindowOn(madre: MemoryMadre, service: string, ttlSec = 60): Promise<string> {
  const { openWindow } = await madre.ask<{ openWindow: { window: { id: string } } }>(
    `mutation { openWindow(input: { services: ["${service}"], ttlSec: ${ttlSec} }) { window { id } } }`,
  );
  await madre.clock.advance(1_000);
  return openWindow.window.id;
}

export async function follow<Change>(
  madre: MemoryMadre,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
) {
  const stream = await madre.executor.subscribe({ query, variables, context: requestOf('watcher') });
  onTestFinished(async () => void (await stream.return?.()));
  // A stream takes its snapshot when it is first read: as servers do, read at once.
  let ahead: Promise<IteratorResult<ExecutionResult>> = stream.next();
  async function next(): Promise<Change> {
    const step = await ahead;
    ahead = stream.next();
    if (step.done === true || step.value.errors !== undefined)
      throw new Error(`no event: ${JSON.stringify(step.value)}`);
    return Object.values(step.value.data ?? {})[0] as Change;
  }
  return {
    next,
    async take(count: number): Promise<readonly Change[]> {
      const taken: Change[] = [];
      while (taken.length < count) taken.push(await next());
      return taken;
    },
    close: () => stream.return?.(),
  };
}
