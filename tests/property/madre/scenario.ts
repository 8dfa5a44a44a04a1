import fc from 'fast-check';
import type { OnBusy, PowerPolicy, WindowMode } from '../../../schema/generated/madre.ts';
import type { MemoryBehaviour } from '../../../subgraphs/madre/runtimes/memory/memory-behaviour.ts';
import { GRACE_SEC, serviceNames } from './catalog.ts';
import type { Answering, Answers } from './hostile-runtime.ts';

/** What somebody asks of madre. Windows are named by their place among the unfinished ones at that moment. */
export type Request =
  | {
      readonly type: 'open';
      readonly services: readonly string[];
      readonly ttlSec: number | null;
      readonly mode: WindowMode;
      readonly priority: number;
      readonly onBusy: OnBusy;
      readonly key: string | null;
      /** Plans first and passes the plan's hash. */
      readonly planned: boolean;
    }
  | { readonly type: 'close'; readonly index: number }
  | { readonly type: 'extend'; readonly index: number; readonly addSec: number }
  | { readonly type: 'startService' | 'stopService' | 'restartService'; readonly name: string }
  | { readonly type: 'applyPolicy'; readonly policy: PowerPolicy };

/** How a service takes orders and how the runtime answers questions about it, as far as that changes. */
export type Behaviour = Partial<MemoryBehaviour & Answers>;

/** What the world does to madre. */
export type Blow =
  | { readonly type: 'behave'; readonly name: string; readonly behaviour: Behaviour }
  /** How the runtime answers when it is asked how it is. */
  | { readonly type: 'describe'; readonly describe: Answering }
  | {
      readonly type: 'calm' | 'end' | 'endInOrder' | 'startByHand' | 'stopByHand' | 'pause' | 'hint';
      readonly name: string;
    }
  /** About no service in particular. */
  | { readonly type: 'hintAll' }
  | { readonly type: 'measure'; readonly name: string; readonly peakMb: number }
  | { readonly type: 'loseEvents'; readonly lost: boolean }
  | { readonly type: 'repeatEvents'; readonly times: number }
  | { readonly type: 'setWallClock'; readonly byMs: number };

/** Where madre is killed, and how long nobody starts it again. */
export type Crash =
  | { readonly type: 'crash'; readonly downSec: number }
  /** So many promise turns after the request was sent, whose answer is lost. */
  | {
      readonly type: 'crashDuring';
      readonly request: Request;
      readonly turns: number;
      readonly downSec: number;
    }
  /** At its next call of that kind: before the runtime hears of it, or as soon as it was passed on. */
  | {
      readonly type: 'crashAtCall';
      readonly call: 'start' | 'stop' | 'observe';
      readonly name: string;
      readonly heard: boolean;
      readonly downSec: number;
    };

export type Command =
  | Request
  | Blow
  | Crash
  /** The same request two times at once. */
  | { readonly type: 'twice'; readonly request: Request }
  /** The subscriber goes away and comes back with its cursor. */
  | { readonly type: 'reconnect' };

export interface Scenario {
  readonly memoryBudgetMb: number | null;
  /** Whether the bus outlives madre, as Redis does. */
  readonly busSurvives: boolean;
  readonly steps: readonly { readonly command: Command; readonly thenSec: number }[];
}

const name = fc.constantFrom(...serviceNames);
const anyName = fc.oneof({ weight: 30, arbitrary: name }, fc.constantFrom('madre', 'redis', 'nobody'));

const request: fc.Arbitrary<Request> = fc.oneof(
  {
    weight: 14,
    arbitrary: fc.record({
      type: fc.constant('open' as const),
      services: fc.uniqueArray(anyName, { minLength: 1, maxLength: 2 }),
      ttlSec: fc.option(fc.integer({ min: 10, max: 90 }), { freq: 30 }),
      mode: fc.oneof({ weight: 9, arbitrary: fc.constant('TTL' as const) }, fc.constant('HOLD' as const)),
      priority: fc.nat(9),
      onBusy: fc.constantFrom('REJECT', 'QUEUE', 'PREEMPT'),
      key: fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, fc.constantFrom('k1', 'k2')),
      planned: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('close' as const), index: fc.nat(5) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('extend' as const),
      index: fc.nat(5),
      addSec: fc.constantFrom(0, 7, 30),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constantFrom('startService', 'stopService', 'restartService'),
      name: anyName,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('applyPolicy' as const),
      policy: fc.constantFrom('HARD_OFF', 'IDLE_MIN', 'SOLO_MADRE', 'OPERATIVE_CORE', 'FULL'),
    }),
  },
);

const answering: fc.Arbitrary<Answering> = fc.constantFrom('works', 'fails', 'hangs');

const behaviour: fc.Arbitrary<Behaviour> = fc.record(
  {
    startMs: fc.nat(3_000),
    readyMs: fc.option(fc.nat(3_000), { nil: null }),
    stopMs: fc.oneof(fc.nat(GRACE_SEC * 1_000), fc.constant(GRACE_SEC * 1_000)),
    start: fc.constantFrom('works', 'fails', 'hangs', 'PORT_IN_USE'),
    stop: fc.constantFrom('works', 'fails', 'fails', 'hangs'),
    observe: fc.constantFrom('works', 'works', 'fails', 'hangs'),
    startInsideStop: fc.constantFrom('waits', 'is-lost'),
    endSeenAfterMs: fc.nat(1_500),
    endsAfterMs: fc.option(fc.integer({ min: 500, max: 9_000 }), { nil: null }),
    isReady: fc.constantFrom('works', 'works', 'fails', 'hangs'),
    ...{ logs: answering, stats: answering, peakMemory: answering },
  },
  { requiredKeys: [] },
);

const blow: fc.Arbitrary<Blow> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ type: fc.constant('behave' as const), name, behaviour }) },
  {
    weight: 8,
    arbitrary: fc.record({
      type: fc.constantFrom('calm', 'end', 'endInOrder', 'startByHand', 'stopByHand', 'pause', 'hint'),
      name,
    }),
  },
  { weight: 1, arbitrary: fc.constant({ type: 'hintAll' }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('measure' as const),
      ...{ name, peakMb: fc.integer({ min: 1, max: 400 }) },
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('describe' as const), describe: answering }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('loseEvents' as const), lost: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('repeatEvents' as const), times: fc.nat(3) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('setWallClock' as const),
      byMs: fc.constantFrom(-3_600_000, -15_000, 15_000, 3_600_000),
    }),
  },
);

const downSec = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.nat(25));
const crash: fc.Arbitrary<Crash> = fc.oneof(
  fc.record({ type: fc.constant('crash' as const), downSec }),
  fc.record({ type: fc.constant('crashDuring' as const), request, turns: fc.nat(400), downSec }),
  fc.record({
    type: fc.constant('crashAtCall' as const),
    call: fc.constantFrom('start', 'stop', 'observe'),
    ...{ name, heard: fc.boolean(), downSec },
  }),
);

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 10, arbitrary: request },
  { weight: 8, arbitrary: blow },
  { weight: 2, arbitrary: crash },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('twice' as const), request }) },
  { weight: 1, arbitrary: fc.constant({ type: 'reconnect' as const }) },
);

/** Nothing, a moment, or long enough for what was begun to end. */
const thenSec = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 4 }) },
  { weight: 2, arbitrary: fc.integer({ min: 5, max: 30 }) },
);

export const scenario: fc.Arbitrary<Scenario> = fc.record({
  memoryBudgetMb: fc.constantFrom(null, 450, 600, 700),
  busSurvives: fc.boolean(),
  steps: fc.array(fc.record({ command, thenSec }), { minLength: 1, maxLength: 40, size: 'max' }),
});
