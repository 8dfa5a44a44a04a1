import type { Clock } from '../../../platform/clock.ts';
import type { EngineConfig } from '../configuration/engine-config.ts';
import type { Engine } from '../engines/engine.ts';
import { createWaitingLines, type Ticket, type WaitingItem } from '../queue/waiting-lines.ts';
import { judgeEngine, whyNotCallable, type Eligibility, type Ineligible } from '../routing/plan-route.ts';
import type { Need } from '../usage/need.ts';
import type { UsageLog } from '../usage/usage-log.ts';
import { createAdapters } from './adapters.ts';
import { beginCall, type CallBook } from './begin-call.ts';
import type { EngineCall } from './engine-call.ts';
import { createEngineFollowers } from './engine-followers.ts';
import { carryOver, newEngineRecord, withCircuit, type EngineRecord } from './engine-record.ts';
import { rememberFeedback } from './score.ts';

export interface RegisteredEngine {
  readonly config: EngineConfig;
  readonly hasCredentials: boolean;
  /** Another one for another configuration or key. */
  readonly fingerprint: string;
  readonly engine: Engine;
}

/** What a person may set, until the engine's entry in the file is another. */
export interface EngineWish {
  readonly isEnabled?: boolean;
  readonly maxConcurrent?: number;
  readonly weight?: number;
}

export interface EngineRegistry {
  /** In the configured order. */
  list(): readonly EngineRecord[];
  get(id: string): EngineRecord | undefined;
  /** Whether this engine may be called now, or waited for. */
  judge(id: string, need: Need): Eligibility;
  /**
   * Begins a call, or says why this engine may not be called now; BUSY where its turn has not come, so that one waits with a
   * ticket. Of many that ask a half-open engine one is let through.
   */
  begin(id: string, need: Need, ticket?: Ticket): EngineCall | Ineligible | 'BUSY';
  /** A place in the engine's line; leave() it in any case. */
  join(id: string, taskType: string): Ticket;
  waiting(): readonly (WaitingItem & { readonly position: number })[];
  /** Calls under way go on with what they began with; engines that did not change keep all that is known of them. */
  replace(engines: readonly RegisteredEngine[]): void;
  /** Undefined where no engine has this id. */
  configure(id: string, wish: EngineWish): EngineRecord | undefined;
  resetCircuit(id: string): EngineRecord | undefined;
  /** What a person said of an answer, 0 to 1. */
  rate(id: string, quality: number): EngineRecord | undefined;
  /** The present record of one engine, or of each, then every change; a slow reader gets the latest of each engine. */
  follow(id: string | null, signal: AbortSignal): AsyncIterableIterator<EngineRecord>;
  close(): Promise<void>;
}

export interface RegistryParts {
  readonly clock: Clock;
  readonly usage: UsageLog;
  /** What was known of an engine before this start. */
  readonly recall: (id: string, fingerprint: string) => Partial<EngineRecord>;
  /** A record changed. The promise resolves when it is on the disk, and never rejects. */
  readonly remember: (record: EngineRecord, mustLast: boolean) => Promise<void>;
  /** A call began or ended, or somebody came to or left a line. */
  readonly onTraffic: () => void;
  readonly onError: (error: unknown) => void;
}

export function createEngineRegistry(
  engines: readonly RegisteredEngine[],
  parts: RegistryParts,
): EngineRegistry {
  const { clock, usage } = parts;
  const adapters = createAdapters(parts.onError);
  const followers = createEngineFollowers();
  let records = new Map<string, EngineRecord>();
  /** Those that left the file while they answered, until they do no more. */
  const leaving = new Map<string, EngineRecord>();
  let calls = 0;
  const lines = createWaitingLines((id) => {
    change(id, (record) => ({ ...record, queued: lines.length(id) }));
    parts.onTraffic();
  });

  function change(id: string, alter: (record: EngineRecord) => EngineRecord): EngineRecord | undefined {
    const before = records.get(id);
    if (before === undefined) return undefined;
    const after = alter(before);
    records.set(id, after);
    followers.tell(after);
    lines.wake(id);
    return after;
  }

  /** A change that outlives this process. */
  function changeForGood(
    id: string,
    alter: (record: EngineRecord) => EngineRecord,
  ): EngineRecord | undefined {
    const after = change(id, alter);
    if (after !== undefined) void parts.remember(after, false); // never rejects
    return after;
  }

  /** A call goes on, and is paid, although its engine left the file. */
  function changeLeaving(
    id: string,
    alter: (record: EngineRecord) => EngineRecord,
  ): EngineRecord | undefined {
    const before = leaving.get(id);
    if (before === undefined) return undefined;
    const after = alter(before);
    if (after.inFlight > 0) leaving.set(id, after);
    else leaving.delete(id);
    void parts.remember(after, false); // never rejects
    return after;
  }

  const book: CallBook = {
    clock,
    usage,
    change,
    changeForGood: (id, alter) => changeForGood(id, alter) ?? changeLeaving(id, alter),
    remember: (record) => parts.remember(record, true),
    hold: (engine) => adapters.hold(engine),
    onTraffic: () => parts.onTraffic(),
  };

  function put(entry: RegisteredEngine): void {
    const { id } = entry.config;
    const known = records.get(id);
    if (known?.fingerprint === entry.fingerprint && adapters.get(id) !== undefined) {
      void entry.engine.close().catch(parts.onError);
      return;
    }
    const fresh = newEngineRecord(entry.config, entry);
    const inFlight = leaving.get(id)?.inFlight ?? 0;
    leaving.delete(id);
    const recalled = { ...fresh, ...parts.recall(id, entry.fingerprint), inFlight };
    records.set(id, known === undefined ? recalled : carryOver(fresh, known));
    adapters.put(id, entry.engine);
    changeForGood(id, (record) => record);
  }

  function replace(next: readonly RegisteredEngine[]): void {
    const ids = next.map(({ config }) => config.id);
    for (const [id, record] of [...records].filter(([one]) => !ids.includes(one))) {
      records.delete(id);
      if (record.inFlight > 0) leaving.set(id, record);
      adapters.remove(id);
      lines.wake(id);
    }
    for (const entry of next) put(entry);
    // In the order of the file.
    records = new Map(
      ids.flatMap((id) => {
        const record = records.get(id);
        return record === undefined ? [] : [[id, record] as const];
      }),
    );
  }

  replace(engines);
  return {
    list: () => [...records.values()],
    get: (id) => records.get(id),
    judge(id, need) {
      const record = records.get(id);
      return record === undefined ? gone : judgeEngine(record, need, clock.now());
    },
    begin(id, need, ticket) {
      const record = records.get(id);
      const engine = adapters.get(id);
      if (record === undefined || engine === undefined) return gone;
      const now = clock.now();
      const refusal =
        ticket === undefined ? judgeEngine(record, need, now) : whyNotCallable(record, need, now);
      if (refusal !== undefined && !refusal.eligible) return refusal;
      const isTurn = ticket === undefined ? record.queued === 0 : lines.isFirst(ticket);
      if (!isTurn || record.inFlight >= record.maxConcurrent) return 'BUSY';
      calls += 1;
      return beginCall({ number: calls, record, engine, need }, book);
    },
    join: (id, taskType) => lines.join(id, taskType, clock.now()),
    waiting: () => lines.list(),
    replace,
    configure: (id, wish) =>
      changeForGood(id, (record) => ({ ...record, ...wish, wish: { ...record.wish, ...wish } })),
    resetCircuit: (id) =>
      changeForGood(id, (record) => ({ ...withCircuit(record, { type: 'RESET' }), keyRefusal: null })),
    rate: (id, quality) =>
      changeForGood(id, (record) => ({
        ...record,
        score: rememberFeedback(record.score, { at: clock.now(), quality }),
      })),
    follow: (id, signal) =>
      followers.add(
        id,
        [...records.values()].filter((record) => id === null || record.id === id),
        signal,
      ),
    async close() {
      followers.end();
      await adapters.close();
    },
  };
}

const gone: Ineligible = {
  eligible: false,
  outcome: 'SKIPPED_OFF',
  why: 'it is no longer in the engines file',
};
