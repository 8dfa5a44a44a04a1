import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { startStack } from '../support/stack.ts';
import { openReadyWindow } from '../support/windows.ts';

interface Stats {
  readonly serviceStats: {
    readonly service: { readonly name: string };
    readonly cpuPercent: number;
    readonly memoryBytes: number;
    readonly processes: number | null;
  };
}

const STATS =
  'subscription { serviceStats(names: ["busy", "calm", "off"], intervalMs: 500) { service { name } cpuPercent memoryBytes processes } }';
/** Its own loop takes most of a core; the other only waits. */
const BUSY = `require('node:http').createServer((_, response) => response.end()).listen(process.env.PORT, process.env.HOST);
const work = () => { const end = Date.now() + 40; while (Date.now() < end); setTimeout(work, 10); }; work();`;

test('serviceStats tells what real processes use, and nothing of one that does not run', async () => {
  const stack = await startStack({
    services: [
      { name: 'busy', port: await freePort(), process: { command: 'node', args: ['-e', BUSY] } },
      { name: 'calm', port: await freePort() },
      { name: 'off', port: await freePort() },
    ],
  });
  onTestFinished(() => stack.close());
  await openReadyWindow(stack, { services: ['busy', 'calm'], ttlSec: 60 });
  const stats = stack.subscribe<Stats>(STATS);
  const of = (name: string) =>
    stats.received.flatMap(({ data }) => (data?.serviceStats.service.name === name ? data.serviceStats : []));
  const newest = (name: string): number => of(name).at(-1)?.cpuPercent ?? NaN;
  // Of one core; a loaded machine gives less than was asked for, and what it gives comes and goes.
  const differ = (): boolean => newest('busy') > 10 && newest('calm') < newest('busy');
  await stats.until(() => of('busy').length >= 3 && of('calm').length >= 3 && differ());
  await stats.close();
  expect(of('off')).toEqual([]);
  for (const { memoryBytes, processes } of [...of('busy'), ...of('calm')]) {
    // A kernel may take most pages of what only waits.
    expect(memoryBytes).toBeGreaterThan(1_000_000);
    expect(memoryBytes).toBeLessThan(1_000_000_000);
    expect(processes).toBe(1);
  }
  expect(newest('busy')).toBeLessThan(150);
});
