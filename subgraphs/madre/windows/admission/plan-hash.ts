import { digest } from '../asking/digest.ts';
import type { OpenRequest } from '../asking/window-rules.ts';
import type { WindowPlan } from './window-plan.ts';

/** Of each part: too many for two plans to have the same ones by chance. */
const DIGITS = 12;

/**
 * Stands for the window that was asked for, and for all that its plan says except how long it may take. One digest for each part, so
 * that of two plans it can be told what differs.
 */
export function planHashOf(request: PlannedRequest, plan: WindowPlan): string {
  return Object.values(partsOf(request, plan))
    .map((part) => digest(JSON.stringify(part)).slice(0, DIGITS))
    .join('-');
}

/** What differs between the plan of a hash and the plan of now; undefined where that is no hash of a plan. */
export function planChanges(
  hash: string,
  request: PlannedRequest,
  plan: WindowPlan,
): readonly string[] | undefined {
  const before = hash.split('-');
  const now = planHashOf(request, plan).split('-');
  const isHash = before.length === now.length && before.every((part) => /^[0-9a-f]{12}$/.test(part));
  if (!isHash) return undefined;
  const parts = Object.entries(partsOf(request, plan));
  return parts.filter((_part, index) => before[index] !== now[index]).map(([name, part]) => told(name, part));
}

type PlannedRequest = Omit<OpenRequest, 'reason' | 'onBusy'>;

function partsOf(
  { services, mode, ttlSec, priority }: PlannedRequest,
  { levels, running, memoryMb, totalMb, admission }: WindowPlan,
) {
  return {
    services: services.toSorted(),
    mode,
    ttlSec,
    priority,
    starts: levels,
    alreadyRunning: running.toSorted(),
    memoryMb: Object.entries(memoryMb).toSorted(),
    totalMb,
    outcome: admission.outcome,
    queuePosition: admission.outcome === 'QUEUE' ? admission.position : null,
    evicts: admission.outcome === 'ADMIT' ? admission.evicts.map(({ id }) => id).toSorted() : [],
  };
}

function told(name: string, now: unknown): string {
  const text = JSON.stringify(now);
  return `${name} (now ${text.length > 200 ? `${text.slice(0, 200)}…` : text})`;
}
