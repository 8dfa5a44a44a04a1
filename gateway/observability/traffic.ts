import type { Clock } from '../../platform/clock.ts';

/** What was answered, by operation and period, for people: Prometheus has the same without names. */
export interface Traffic {
  ended(operation: { readonly name: string; readonly failed: boolean; readonly ms: number }): void;
  read(period: 'HOUR_1' | 'HOUR_6' | 'HOUR_24'): TrafficReport;
}

export interface TrafficReport {
  /** Epoch milliseconds: later than the period's begin where counting began later. */
  readonly since: number;
  readonly total: OperationTraffic;
  /** Most requests first. */
  readonly byOperation: readonly (OperationTraffic & { readonly operation: string })[];
}

interface OperationTraffic {
  readonly requests: number;
  readonly errors: number;
  /** Upper ends of the classes that times are counted in, each a fifth above the one before; null without requests. */
  readonly latency: {
    readonly p50Ms: number | null;
    readonly p95Ms: number | null;
    readonly p99Ms: number | null;
    readonly samples: number;
  };
}

const SLOT_MS = 5 * 60_000;
const HOURS = { HOUR_1: 1, HOUR_6: 6, HOUR_24: 24 } as const;
const SLOTS_KEPT = (24 * 3_600_000) / SLOT_MS;
/** Names come from clients: in one slot no more are told apart, the rest is counted together. */
const MOST_NAMES = 40;
const OTHERS = '(others)';
/** From 0.1 ms in steps of a fifth to more than two minutes. */
const CLASSES = Array.from({ length: 80 }, (_, index) => 0.1 * 1.2 ** index);

interface Counts {
  requests: number;
  errors: number;
  classes: Map<number, number>;
}

/** Bounded: 288 slots of five minutes with at most 41 names each. A slot in which nothing happened takes nothing. */
export function createTraffic(clock: Clock): Traffic {
  const startedAt = clock.now();
  const slots = new Map<number, Map<string, Counts>>();

  function slotNow(): Map<string, Counts> {
    const key = Math.floor(clock.monotonic() / SLOT_MS);
    let slot = slots.get(key);
    if (slot === undefined) {
      for (const old of slots.keys()) if (old <= key - SLOTS_KEPT) slots.delete(old);
      slot = new Map<string, Counts>();
      slots.set(key, slot);
    }
    return slot;
  }

  return {
    ended({ name, failed, ms }) {
      const slot = slotNow();
      const key = slot.has(name) || slot.size < MOST_NAMES ? name : OTHERS;
      const counts = slot.get(key) ?? emptyCounts();
      slot.set(key, counts);
      counts.requests += 1;
      if (failed) counts.errors += 1;
      const at = classOf(ms);
      counts.classes.set(at, (counts.classes.get(at) ?? 0) + 1);
    },
    read(period) {
      const length = HOURS[period] * 3_600_000;
      const first = Math.floor((clock.monotonic() - length) / SLOT_MS) + 1;
      const total = emptyCounts();
      const names = new Map<string, Counts>();
      for (const [key, slot] of slots) {
        if (key < first) continue;
        for (const [name, counts] of slot) {
          const sum = names.get(name) ?? emptyCounts();
          names.set(name, sum);
          addTo(sum, counts);
          addTo(total, counts);
        }
      }
      return {
        since: Math.max(startedAt, clock.now() - length),
        total: toTraffic(total),
        byOperation: [...names]
          .map(([operation, counts]) => ({ operation, ...toTraffic(counts) }))
          .sort((one, other) => other.requests - one.requests),
      };
    },
  };
}

function emptyCounts(): Counts {
  return { requests: 0, errors: 0, classes: new Map() };
}

function addTo(sum: Counts, more: Counts): void {
  sum.requests += more.requests;
  sum.errors += more.errors;
  for (const [at, count] of more.classes) sum.classes.set(at, (sum.classes.get(at) ?? 0) + count);
}

function classOf(ms: number): number {
  const at = CLASSES.findIndex((limit) => ms <= limit);
  return at === -1 ? CLASSES.length - 1 : at;
}

function toTraffic({ requests, errors, classes }: Counts): OperationTraffic {
  const sorted = [...classes].sort(([one], [other]) => one - other);
  const at = (share: number): number | null => {
    let rest = Math.ceil(share * requests);
    for (const [index, count] of sorted) {
      rest -= count;
      if (rest <= 0) return Math.round((CLASSES[index] ?? 0) * 10) / 10;
    }
    return null;
  };
  return {
    requests,
    errors,
    latency: { p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99), samples: requests },
  };
}
