import type { Clock } from '../../../platform/clock.ts';
import type { Engine, EngineUsage } from '../engines/engine.ts';
import type { Need } from '../usage/need.ts';
import { learnRatio } from '../usage/prompt-ratio.ts';
import { reserve, settle } from '../usage/spending.ts';
import type { UsageLog } from '../usage/usage-log.ts';
import type { CircuitEvent } from './breaker.ts';
import type { EngineCall } from './engine-call.ts';
import {
  circuitEventOf,
  toObservation,
  withCircuit,
  withObservation,
  type EngineRecord,
} from './engine-record.ts';

type Alter = (record: EngineRecord) => EngineRecord;

/** Where calls are written down. */
export interface CallBook {
  readonly clock: Clock;
  readonly usage: UsageLog;
  readonly change: (id: string, alter: Alter) => EngineRecord | undefined;
  /** A change that outlives this process. */
  readonly changeForGood: (id: string, alter: Alter) => EngineRecord | undefined;
  /** Resolves when the record is on the disk. Never rejects. */
  readonly remember: (record: EngineRecord) => Promise<void>;
  readonly hold: (engine: Engine) => () => void;
  readonly onTraffic: () => void;
}

export interface CallStart {
  /** No other call has it. */
  readonly number: number;
  readonly record: EngineRecord;
  readonly engine: Engine;
  readonly need: Need;
}

/** Begins a call that may begin: it is in flight, decides for a circuit that was open, and what it may cost is reserved. */
export function beginCall({ number: call, record, engine, need }: CallStart, book: CallBook): EngineCall {
  const { id, config, fingerprint, budget } = record;
  const { most, mostPrompt } = need;
  const { clock, usage } = book;
  const letGo = book.hold(engine);
  const at = clock.now();
  const begun = book.change(id, (present) => ({
    ...withCircuit(present, { type: 'BEGAN', call, at }),
    inFlight: present.inFlight + 1,
    spending: budget === null ? present.spending : reserve(budget, present.spending, most, at),
  }));
  const reserved = budget === null || begun === undefined ? Promise.resolve() : book.remember(begun);
  book.onTraffic();
  let isOver = false;

  function end(used: EngineUsage | null, alter: Alter): void {
    if (isOver) return;
    isOver = true;
    letGo();
    book.changeForGood(id, (present) => {
      const freed = {
        ...present,
        inFlight: Math.max(0, present.inFlight - 1),
        spending: settled(present, used),
      };
      // What an earlier configuration did says nothing about this one.
      return present.fingerprint === fingerprint ? alter(freed) : freed;
    });
    book.onTraffic();
  }

  function settled({ spending }: EngineRecord, used: EngineUsage | null): EngineRecord['spending'] {
    if (budget === null) return spending;
    const spent = { usd: used?.costUsd ?? 0, tokens: used?.totalTokens ?? 0 };
    const reservation = { reserved: most, reservedSince: begun?.spending.since ?? 0, spent };
    return settle(budget, spending, reservation, clock.now());
  }

  const endCircuit = (used: EngineUsage | null, event: CircuitEvent): void =>
    end(used, (present) => withCircuit(present, event));

  return {
    engine,
    config,
    reasoningName: record.reasoningName,
    isProbe: record.circuit.state === 'OPEN',
    reserved,
    succeeded(timing, { usage: used, reasoningName }) {
      const observation = toObservation(clock.now(), timing, null);
      end(used, (present) => ({
        ...withObservation(withCircuit(present, { type: 'SUCCEEDED', call }), observation),
        reasoningName: reasoningName ?? present.reasoningName,
        promptRatio:
          budget === null ? present.promptRatio : learnRatio(present.promptRatio, mostPrompt, used),
      }));
      usage.add(id, observation.at, { ok: true, usage: used });
    },
    failed(timing, failure, used) {
      const observation = toObservation(clock.now(), timing, failure);
      const event = circuitEventOf(failure, call, observation.at);
      end(used, (present) => withObservation(withCircuit(present, event), observation));
      usage.add(id, observation.at, { ok: false, usage: used });
    },
    release(used = null) {
      if (!isOver && used !== null) usage.add(id, clock.now(), { ok: true, usage: used });
      endCircuit(used, { type: 'RELEASED', call, at: clock.now() });
    },
    postpone: (untilMs) => endCircuit(null, { type: 'RELEASED', call, at: untilMs }),
  };
}
