import { onTestFinished } from 'vitest';
import { systemClock } from '../../platform/clock.ts';
import type { CatalogService } from '../../subgraphs/madre/catalog.ts';
import { waitUntilReady } from '../../subgraphs/madre/probe.ts';
import { createProcessRuntime } from '../../subgraphs/madre/runtimes/process/process.ts';
import type { Runtime } from '../../subgraphs/madre/runtimes/runtime.ts';
import { recordingLog } from './recording-log.ts';

const { signal } = new AbortController();

/** What it starts ends with the test. */
export function openProcessRuntime(
  dataDir: string,
  given: Partial<Parameters<typeof createProcessRuntime>[0]> = {},
): Runtime {
  const runtime = createProcessRuntime({
    clock: systemClock,
    log: recordingLog().log,
    dataDir,
    hostEnv: process.env,
    childEnv: () => ({}),
    detail: 'test',
    ...given,
  });
  onTestFinished(() => runtime.close({ stopAll: true }));
  return runtime;
}

export async function startReady(runtime: Runtime, service: CatalogService): Promise<void> {
  await runtime.start(service, signal);
  await waitUntilReady(runtime, service, { clock: systemClock, signal: AbortSignal.timeout(10_000) });
}

/** How often it was started, by its own words. */
export async function runs(runtime: Runtime, service: CatalogService): Promise<number> {
  return (await runtime.logs(service, { tail: 100 }, signal)).filter(({ text }) =>
    /^pid \d+ begins$/.test(text),
  ).length;
}
