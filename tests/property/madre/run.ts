import { createManualClock } from '../../../platform/manual-clock.ts';
import { MemoryWorld } from '../../../subgraphs/madre/runtimes/memory/memory-world.ts';
import { serviceNames } from './catalog.ts';
import { createClient, type Client } from './client.ts';
import { createHostility, type Answering } from './hostile-runtime.ts';
import { openJournal, type JournalReader } from './journal-reader.ts';
import { createMadreUnderTest, type Breakage } from './madre-under-test.ts';
import type { RuntimeCall } from './mortal.ts';
import { passTimeUntil } from './pass-time-until.ts';
import type { Behaviour, Crash, Scenario } from './scenario.ts';
import { createSubscriber } from './subscriber.ts';
import { createTruth, type Truth } from './truth.ts';
import { watchAll } from './watches.ts';

type ArmedCrash = Extract<Crash, { type: 'crashAtCall' }>;

/** One madre with its world, under the eyes of every check. */
export interface Run extends Pick<Client, 'send' | 'ask'> {
  readonly truth: Truth;
  readonly violations: readonly string[];
  /** One simulated second; starts madre again when its time has come. */
  step(): Promise<void>;
  kill(downSec: number): void;
  arm(crash: ArmedCrash | null): void;
  reconnect(): void;
  /** A service behaves so from now on. */
  behave(name: string, behaviour: Behaviour): void;
  /** The runtime answers so when it is asked how it is. */
  describe(answering: Answering): void;
  tell(event: 'calm' | 'ended'): void;
  report(violation: string): void;
  close(): Promise<void>;
}

const STEP_MS = 1_000;
const STEPS_BETWEEN_LOOKS = 20;
/** Probes of services that boot are the most frequent ones. */
const MOST_CALLS = 1_000;
/** What a first look may take where everything hangs, several times over. */
const START_LIMIT_MS = 120_000;

export async function createRun(
  { memoryBudgetMb, busSurvives }: Pick<Scenario, 'memoryBudgetMb' | 'busSurvives'>,
  breakage: Breakage = {},
): Promise<Run> {
  const clock = createManualClock();
  const world = new MemoryWorld(clock);
  const hostility = createHostility();
  const truth = createTruth({
    ...{ clock, world, memoryBudgetMb },
    peakBytesOf: (name) => journal?.peakBytesOf(name) ?? null,
  });
  const violations: string[] = [];
  const checks = watchAll(truth, violations);
  let journal: JournalReader | null = null;
  let lastSeq = 0;
  let armed: ArmedCrash | null = null;
  let upAt = 0;
  let steps = 0;
  let calls = 0;

  const madre = createMadreUnderTest({
    ...{ clock, world, hostility, memoryBudgetMb, busSurvives, breakage },
    watcher: {
      before(call) {
        calls += 1;
        if (calls > MOST_CALLS) endlessly();
        drain();
        crashIfArmed(call, false);
        if (madre.life === undefined) return;
        if (call.kind === 'start') truth.startedBy(call.service.name, 'madre');
        checks.called(call);
      },
      passedOn(call, ended) {
        checks.passedOn(call, ended);
        crashIfArmed(call, true);
      },
    },
  });
  const subscriber = createSubscriber((event) => truth.receive(event));
  const client = createClient(madre, truth, {
    acknowledged(answer) {
      drain();
      truth.acknowledge(answer);
      checks.acknowledged(answer);
    },
    failed: (what) => void violations.push(`an answer: ${what}`),
  });

  /** What was committed since, as the checks must know it before anything else happens. */
  function drain(): void {
    for (const event of journal?.next() ?? []) {
      checks.committed(event);
      truth.commit(event);
      lastSeq = event.seq;
    }
  }

  /** Time would never go on again. */
  function endlessly(): void {
    violations.push(
      `W9 at ${clock.monotonic() / 1_000} s: the runtime was called ${calls} times within a second`,
    );
    kill(0);
  }

  function crashIfArmed(call: RuntimeCall, heard: boolean): void {
    if (armed?.call !== call.kind || armed.name !== call.service.name || armed.heard !== heard) return;
    const { downSec } = armed;
    armed = null;
    kill(downSec);
  }

  function kill(downSec: number): void {
    if (madre.life === undefined) return;
    drain();
    subscriber.disconnect();
    closeJournal();
    madre.kill();
    truth.setUp(false);
    upAt = clock.monotonic() + downSec * 1_000;
    checks.killed();
  }

  async function start(): Promise<void> {
    journal = await openJournal(madre.dataDir, lastSeq);
    // The first one meets a friendly world, and waits for nothing but the disk.
    if (lastSeq === 0) await madre.start();
    else await passTimeUntil(clock, madre.start(), START_LIMIT_MS);
    if (madre.executor === undefined) return kill(0);
    journal ??= await openJournal(madre.dataDir, 0);
    truth.setUp(true);
    drain();
    checks.started(journal?.windows() ?? []);
    subscriber.connect(madre.executor);
  }

  async function step(): Promise<void> {
    if (madre.life === undefined && clock.monotonic() >= upAt) await start();
    await clock.advance(STEP_MS);
    drain();
    checks.step();
    calls = 0;
    steps += 1;
    if (steps % STEPS_BETWEEN_LOOKS !== 0) return;
    truth.ask(true);
    await client.look({ logs: serviceNames.every((name) => hostility.of(name).logs === 'works') });
    drain();
    truth.ask(false);
  }

  function closeJournal(): void {
    journal?.close();
    journal = null;
  }

  await start();
  return {
    ...{ truth, violations, step, kill, send: client.send, ask: client.ask },
    arm: (crash) => void (armed = crash),
    reconnect() {
      subscriber.disconnect();
      if (madre.executor !== undefined) subscriber.connect(madre.executor);
    },
    behave(name, behaviour) {
      world.behave(name, behaviour);
      hostility.answer(name, behaviour);
      truth.behaves(name, behaviour);
    },
    describe: (answering) => void (hostility.describe = answering),
    tell(event) {
      drain();
      checks[event]();
    },
    report: (violation) => void violations.push(violation),
    async close() {
      subscriber.disconnect();
      closeJournal();
      await madre.bury();
    },
  };
}
