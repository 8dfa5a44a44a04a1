import { onTestFinished } from 'vitest';
import { createMemoryMadre, type MemoryMadre } from './memory-madre.ts';
import { tempDir } from './temp-dir.ts';

/** madre on the MEMORY runtime. */
export async function start(
  options: Partial<Parameters<typeof createMemoryMadre>[0]> = {},
): Promise<MemoryMadre> {
  const madre = await createMemoryMadre({ dataDir: tempDir(), ...options });
  onTestFinished(() => madre.subgraph.close());
  return madre;
}

/** Returns the id of a window on the services, a second after it was opened. */
export async function open(madre: MemoryMadre, services: readonly string[]): Promise<string> {
  const { openWindow } = await madre.ask<{ openWindow: { window: { id: string } } }>(
    'mutation ($input: OpenWindowInput!) { openWindow(input: $input) { window { id } } }',
    { input: { services, ttlSec: 3_600 } },
  );
  await madre.clock.advance(1_000);
  return openWindow.window.id;
}

const DOSSIER = 'service { name } code message exitCode outOfMemory suggestion lastLogs { text }';

/** What is told of the window and of one of its services. */
export async function look(madre: MemoryMadre, id: string, name: string) {
  return madre.ask<{ window: Record<string, unknown>; service: Record<string, unknown> }>(
    `query ($id: ID!, $name: ID!) {
      window(id: $id) { state failure { ${DOSSIER} } }
      service(name: $name) { state reason restartCount exitCode failure { ${DOSSIER} } }
    }`,
    { id, name },
  );
}
