import type { Clock } from '../../../platform/clock.ts';
import type { EngineConfig } from './engine-config.ts';
import { createEngineFollowers } from './engine-followers.ts';
import {
  circuitEventOf,
  newEngineRecord,
  toObservation,
  withCircuit,
  withObservation,
  type CallTiming,
  type EngineRecord,
} from './engine-record.ts';
import type { Engine, EngineFailure, EngineUsage } from '../engines/engine.ts';
import { judgeEngine, type Eligibility, type Ineligible } from '../completion/routing.ts';
import type { UsageLog } from '../usage-log.ts';

export interface RegisteredEngine {
  readonly config: EngineConfig;
  readonly hasCredentials: boolean;
  readonly engine: Engine;
}

/** One call of an engine, in flight until one of these ends it; the first ending counts. */
export interface EngineCall {
  readonly engine: Engine;
  succeeded(timing: CallTiming, usage: EngineUsage): void;
  failed(timing: CallTiming, failure: EngineFailure): void;
  /** Ends a call that told nothing about the engine. Harmless after another ending, so it may stand in a finally. */
  release(): void;
}

export interface EngineRegistry {
  /** In the configured order. */
  list(): readonly EngineRecord[];
  get(id: string): EngineRecord | undefined;
  /** Whether this engine may be called now. */
  judge(id: string, promptTokens: number): Eligibility;
  /** Begins a call, or says why this engine may not be called now. Of many that ask a half-open engine one is let through. */
  begin(id: string, promptTokens: number): EngineCall | Ineligible;
  /** Undefined where no engine has this id. */
  configure(
    id: string,
    change: { readonly isEnabled?: boolean; readonly maxConcurrent?: number },
  ): EngineRecord | undefined;
  resetCircuit(id: string): EngineRecord | undefined;
  /** The present record of one engine, or of each, then every change; a slow reader gets the latest of each engine. */
  follow(id: string | null, signal: AbortSignal): AsyncIterableIterator<EngineRecord>;
  close(): Promise<void>;
}

export function createEngineRegistry(
  engines: readonly RegisteredEngine[],
  clock: Clock,
  usage: UsageLog,
): EngineRegistry {
  const adapters = new Map(engines.map((entry) => [entry.config.id, entry.engine]));
  const records = new Map(
    engines.map((entry) => [entry.config.id, newEngineRecord(entry.config, entry.hasCredentials)]),
  );
  const followers = createEngineFollowers();
  let calls = 0;

  function change(id: string, alter: (record: EngineRecord) => EngineRecord): EngineRecord | undefined {
    const before = records.get(id);
    if (before === undefined) return undefined;
    const after = alter(before);
    records.set(id, after);
    followers.tell(after);
    return after;
  }

  function beginCall(id: string, engine: Engine): EngineCall {
    const call = (calls += 1);
    let isOver = false;
    const end = (alter: (record: EngineRecord) => EngineRecord): void => {
      if (isOver) return;
      isOver = true;
      change(id, (record) => alter({ ...record, inFlight: record.inFlight - 1 }));
    };
    change(id, (record) =>
      withCircuit({ ...record, inFlight: record.inFlight + 1 }, { type: 'BEGAN', call, at: clock.now() }),
    );
    return {
      engine,
      succeeded(timing, used) {
        const observation = toObservation(clock.now(), timing, null);
        end((record) => withObservation(withCircuit(record, { type: 'SUCCEEDED', call }), observation));
        usage.add(id, observation.at, { ok: true, usage: used });
      },
      failed(timing, failure) {
        const observation = toObservation(clock.now(), timing, failure);
        end((record) =>
          withObservation(
            withCircuit(record, circuitEventOf(failure, call, observation.at, record.config)),
            observation,
          ),
        );
        usage.add(id, observation.at, { ok: false, usage: null });
      },
      release: () => end((record) => withCircuit(record, { type: 'RELEASED', call, at: clock.now() })),
    };
  }

  function judge(id: string, promptTokens: number): Eligibility {
    const record = records.get(id);
    if (record === undefined) throw new Error(`no engine is named ${id}`);
    return judgeEngine(record, promptTokens, clock.now());
  }

  return {
    list: () => [...records.values()],
    get: (id) => records.get(id),
    judge,
    begin(id, promptTokens) {
      const eligibility = judge(id, promptTokens);
      const engine = adapters.get(id);
      if (engine === undefined) throw new Error(`no engine is named ${id}`);
      return eligibility.eligible ? beginCall(id, engine) : eligibility;
    },
    configure: (id, wish) => change(id, (record) => ({ ...record, ...wish })),
    resetCircuit: (id) => change(id, (record) => withCircuit(record, { type: 'RESET' })),
    follow: (id, signal) =>
      followers.add(
        [...records.values()].filter((record) => id === null || record.id === id),
        signal,
      ),
    async close() {
      followers.end();
      await Promise.all([...adapters.values()].map((engine) => engine.close()));
    },
  };
}
