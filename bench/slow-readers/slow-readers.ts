import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startOurs, type Server } from '../fan-out/fan-out.ts';
import { residentKbOf } from '../process-usage.ts';
import { summarise } from '../statistics.ts';

const SUBSCRIBERS = 200;
const SLOW = 5;
const ROUNDS = 12;
const EVENTS = 200;
const EVENT_EVERY_MS = 8;
const EVENT_BYTES = 3_000;
/** More than the sockets of a client that does not read have room for. */
const WARM_UP_EVENTS = 4_000;
const WARM_UP_EVERY_MS = 4;

/** A gateway with its two hundred subscribers. */
interface Crowd {
  readonly server: Server;
  readonly readers: ChildProcess;
  readonly measured: number;
}

/** What five of two hundred that never read cost the others: a gateway with such five and one without, by turns. */
export async function measureSlowReaders(): Promise<void> {
  const without = await gather(0);
  const withSlow = await gather(SLOW);
  try {
    for (const crowd of [without, withSlow]) await round(crowd, WARM_UP_EVENTS, WARM_UP_EVERY_MS);
    const before = residentKbOf(withSlow.server.pid);
    const times: { readonly without: number[]; readonly withSlow: number[] }[] = [];
    for (let number = 0; number < ROUNDS; number += 1)
      times.push({ without: await round(without), withSlow: await round(withSlow) });
    console.log(toTable(times));
    const resident = [residentKbOf(without.server.pid), before, residentKbOf(withSlow.server.pid)].map(toMb);
    console.log(
      `\nResident: ${resident[0]} MB; with those that do not read ${resident[1]} MB before the rounds and ${resident[2]} MB after.`,
    );
  } finally {
    for (const { server, readers } of [without, withSlow]) {
      readers.kill('SIGKILL');
      server.stop();
    }
  }
}

async function gather(slow: number): Promise<Crowd> {
  const server = await startOurs();
  const file = fileURLToPath(new URL('readers-process.ts', import.meta.url));
  const readers = fork(file, [server.url, String(SUBSCRIBERS), String(slow)], {
    execArgv: ['--import', 'tsx'],
  });
  await once(readers, 'message');
  return { server, readers, measured: SUBSCRIBERS - slow };
}

/** Milliseconds from the publication of each event to each of those who read. */
async function round(crowd: Crowd, events = EVENTS, everyMs = EVENT_EVERY_MS): Promise<number[]> {
  const { server, readers, measured } = crowd;
  readers.send({ expect: events * measured });
  const arrived = once(readers, 'message', { signal: AbortSignal.timeout(120_000) });
  const name = 'x'.repeat(EVENT_BYTES);
  for (let event = 0; event < events; event += 1) {
    server.publish({ name, at: String(process.hrtime.bigint()) });
    await pause(everyMs);
  }
  const [{ latencies }] = (await arrived) as [{ readonly latencies: number[] }];
  return latencies;
}

function toTable(
  rounds: readonly { readonly without: readonly number[]; readonly withSlow: readonly number[] }[],
): string {
  const rows = (['median', 'p99'] as const).map((what) => {
    const before = rounds.map(({ without }) => summarise(without)[what]);
    const after = rounds.map(({ withSlow }) => summarise(withSlow)[what]);
    const { median, quartiles } = summarise(
      after.map((value, index) => 100 * (value / (before[index] ?? NaN) - 1)),
    );
    const spread = quartiles.map((value) => value.toFixed(1)).join(' … ');
    const [all, others] = [before, after].map((values) => summarise(values).median.toFixed(2));
    return `| ${what} | ${all} | ${others} | ${median.toFixed(1)} (${spread}) |`;
  });
  return [
    `| ms until a reader has an event | all ${SUBSCRIBERS} read | ${SLOW} do not | change in %, median and quartiles of ${ROUNDS} rounds |`,
    '|---|---|---|---|',
    ...rows,
  ].join('\n');
}

const toMb = (kb: number): string => (kb / 1_024).toFixed(0);
