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
/** Together more than the sockets of a client that does not read have room for, and than waits for it outside of them. */
const WARM_UP_ROUNDS = 10;
const WARM_UP_EVENTS = 500;
const WARM_UP_EVERY_MS = 4;

/** A gateway with its two hundred subscribers. */
interface Crowd {
  readonly server: Server;
  readonly readers: ChildProcess;
  readonly measured: number;
}

interface Round {
  readonly without: readonly number[];
  /** Of a second crowd in which all read: what two crowds differ by anyway. */
  readonly control: readonly number[];
  readonly withSlow: readonly number[];
}

/** What five of two hundred that never read cost the others: a gateway with such five, and two without, by turns. */
export async function measureSlowReaders(): Promise<void> {
  const without = await gather(0);
  const control = await gather(0);
  const withSlow = await gather(SLOW);
  const crowds = [without, control, withSlow];
  try {
    // By turns too: the engine makes the heap of a process small that is idle for long.
    for (let number = 0; number < WARM_UP_ROUNDS; number += 1)
      for (const crowd of crowds) await round(crowd, WARM_UP_EVENTS, WARM_UP_EVERY_MS);
    const before = residentKbOf(withSlow.server.pid);
    const rounds: Round[] = [];
    for (let number = 0; number < ROUNDS; number += 1) {
      // Nobody is always first.
      const times = new Map<Crowd, readonly number[]>();
      for (const crowd of [...crowds.slice(number % 3), ...crowds.slice(0, number % 3)])
        times.set(crowd, await round(crowd));
      const of = (crowd: Crowd): readonly number[] => times.get(crowd) ?? [];
      rounds.push({ without: of(without), control: of(control), withSlow: of(withSlow) });
    }
    console.log(toTable(rounds));
    const [all, first, last] = [
      residentKbOf(without.server.pid),
      before,
      residentKbOf(withSlow.server.pid),
    ].map(toMb);
    console.log(
      `\nResident: ${all} MB; with those that do not read ${first} MB before the rounds and ${last} MB after.`,
    );
  } finally {
    for (const { server, readers } of crowds) {
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

function toTable(rounds: readonly Round[]): string {
  const rows = (['median', 'p99'] as const).map((what) => {
    const of = (crowd: keyof Round): number[] => rounds.map((each) => summarise(each[crowd])[what]);
    const [without, control, withSlow] = [of('without'), of('control'), of('withSlow')];
    const ms = [without, control, withSlow].map((values) => summarise(values).median.toFixed(2));
    return `| ${[what, ...ms, change(control, without), change(withSlow, without)].join(' | ')} |`;
  });
  return [
    `| ms until a reader has an event | all ${SUBSCRIBERS} read | all of another crowd | ${SLOW} do not | change in %: the other crowd | with the ${SLOW} |`,
    '|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

/** In percent, of the rounds: the median, and in brackets the quartiles. */
function change(values: readonly number[], base: readonly number[]): string {
  const { median, quartiles } = summarise(
    values.map((value, index) => 100 * (value / (base[index] ?? NaN) - 1)),
  );
  return `${median.toFixed(1)} (${quartiles.map((value) => value.toFixed(1)).join(' … ')})`;
}

const toMb = (kb: number): string => (kb / 1_024).toFixed(0);
