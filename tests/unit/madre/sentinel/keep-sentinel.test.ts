import { spawn, type ChildProcess } from 'node:child_process';
import { afterEach, expect, test } from 'vitest';
import { createManualClock } from '../../../../platform/manual-clock.ts';
import { keepSentinel, type SentinelKeeper } from '../../../../subgraphs/madre/sentinel/keep-sentinel.ts';
import { recordingLog } from '../../../support/recording-log.ts';

const keepers: SentinelKeeper[] = [];
afterEach(async () => {
  await Promise.all(keepers.splice(0).map((keeper) => keeper.close()));
});

/** Real processes in the place of the sentinel: what they run is given. */
function start(given: {
  program: string;
  script?: string;
  hasWindow?: () => Promise<boolean>;
  announce?: () => void;
}) {
  const clock = createManualClock();
  const { log, lines } = recordingLog();
  const children: ChildProcess[] = [];
  const keeper = keepSentinel({
    ...{ clock, log },
    hasWindow: given.hasWindow ?? (async () => true),
    announce: given.announce ?? (() => undefined),
    spawn() {
      const child = spawn(given.program, ['-c', given.script ?? 'exit 3'], {
        stdio: ['pipe', 'ignore', 'ignore'],
      });
      children.push(child);
      return child;
    },
  });
  keepers.push(keeper);
  return { clock, keeper, children, lines };
}

test('one that cannot run is tried later and later, told once, and seen in the status', async () => {
  const { clock, keeper, children, lines } = start({ program: '/bin/sh' });
  expect(keeper.status()).toMatchObject({ state: 'NOT_NEEDED' });
  await clock.advance(1_000);
  for (const [pauseMs, count] of [
    [5_000, 1],
    [10_000, 2],
    [20_000, 3],
  ] as const) {
    const reason = 'it ended with exit code 3: see logs/sentinel.log';
    await expect.poll(() => keeper.status()).toEqual({ state: 'FAILING', reason });
    await clock.advance(pauseMs - 1);
    expect(children).toHaveLength(count);
    await clock.advance(1);
    expect(children).toHaveLength(count + 1);
  }
  await expect.poll(() => keeper.status().state).toBe('FAILING');
  expect(lines).toHaveLength(1);
});

test('one whose program is missing is tried again as well', async () => {
  const { clock, keeper, children } = start({ program: '/no/such/program' });
  await clock.advance(1_000);
  const reason = expect.stringContaining('ENOENT') as string;
  await expect.poll(() => keeper.status()).toEqual({ state: 'FAILING', reason });
  await clock.advance(5_000);
  expect(children).toHaveLength(2);
});

test('one that runs is seen in the status, and its end in order is no failure', async () => {
  const { clock, keeper, children } = start({ program: '/bin/sh', script: 'read line' });
  await clock.advance(1_000);
  expect(keeper.status()).toEqual({ state: 'RUNNING', reason: null });
  children[0]?.stdin?.end('go\n');
  await expect.poll(() => keeper.status().state).toBe('NOT_NEEDED');
  await clock.advance(5_000);
  expect(children).toHaveLength(2);
});

test('what keeps it from being announced is no end of trying', async () => {
  let tries = 0;
  const { clock, keeper } = start({
    program: '/bin/sh',
    announce() {
      tries += 1;
      throw new Error('ENOSPC: no space left on device');
    },
  });
  await clock.advance(1_000);
  expect(keeper.status()).toMatchObject({ state: 'FAILING', reason: 'ENOSPC: no space left on device' });
  await clock.advance(15_000);
  expect(tries).toBe(3);
});

test('a window that is opened while the windows are read is not overlooked', async () => {
  let answer: (hasWindow: boolean) => void = () => undefined;
  const { clock, keeper, children } = start({
    program: '/bin/sh',
    hasWindow: () => new Promise((resolve) => (answer = resolve)),
  });
  await clock.advance(1_000);
  keeper.look();
  answer(false);
  await clock.advance(1_000);
  answer(true);
  await clock.advance(0);
  expect(children).toHaveLength(1);
});
