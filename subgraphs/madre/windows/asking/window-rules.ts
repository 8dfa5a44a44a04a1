import type { OnBusy, WindowMode } from '../../../../schema/generated/madre.ts';
import { refuse, type Refusal } from '../../refusal.ts';

export const SHORTEST_TTL_SEC = 10;
export const LONGEST_TTL_SEC = 86_400;
const HIGHEST_PRIORITY = 9;
const LONGEST_REASON = 500;
const LONGEST_KEY = 200;
const MOST_SERVICES = 100;
/** Of a list in a message; the rest is counted. */
const SHOWN_NAMES = 10;

export interface OpenRequest {
  readonly services: readonly string[];
  readonly ttlSec: number | null;
  readonly mode: WindowMode;
  readonly reason: string;
  readonly priority: number;
  readonly onBusy: OnBusy;
}

interface Registry {
  readonly names: readonly string[];
  readonly isCore: (name: string) => boolean;
}

/** The first rule that the request breaks, or undefined. */
export function refusalOfOpen(request: OpenRequest, registry: Registry): Refusal | undefined {
  return (
    refusalOfServices(request.services, registry) ??
    (request.mode === 'TTL' ? refusalOfTtl(request.ttlSec) : refusalOfHold(request.ttlSec)) ??
    refusalOfTexts(request)
  );
}

/** Only registered services are touched; core ones never. */
export function refusalOfServices(
  services: readonly string[],
  { names, isCore }: Registry,
): Refusal | undefined {
  if (services.length === 0)
    return refuse('INVALID_INPUT', 'services must name at least one service, got an empty list');
  if (services.length > MOST_SERVICES) {
    const problem = `services must name at most ${MOST_SERVICES} services, got ${services.length}`;
    return refuse('INVALID_INPUT', problem);
  }
  const unknown = services.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    return refuse(
      'NOT_ALLOWED',
      `${shownList(unknown)} is not registered; the registered services are ${names.join(', ')}`,
    );
  }
  const core = services.filter(isCore);
  if (core.length === 0) return undefined;
  const others = names.filter((name) => !isCore(name));
  return refuse(
    'CORE_SERVICE',
    `${core.join(', ')} belongs to the core, which the API never stops: a window holds only ${others.join(', ')}`,
  );
}

export function refusalOfTtl(ttlSec: number | null): Refusal | undefined {
  if (ttlSec !== null && ttlSec >= SHORTEST_TTL_SEC && ttlSec <= LONGEST_TTL_SEC) return undefined;
  const found = ttlSec === null ? 'none' : String(ttlSec);
  return refuse(
    'TTL_OUT_OF_RANGE',
    `window ttlSec must be between ${SHORTEST_TTL_SEC} and ${LONGEST_TTL_SEC}, got ${found}`,
  );
}

function refusalOfHold(ttlSec: number | null): Refusal | undefined {
  return ttlSec === null
    ? undefined
    : refuse('INVALID_INPUT', `a window of mode HOLD has no ttlSec, got ${ttlSec}`);
}

function refusalOfTexts({ reason, priority }: OpenRequest): Refusal | undefined {
  if (priority < 0 || priority > HIGHEST_PRIORITY) {
    return refuse(
      'INVALID_INPUT',
      `window priority must be between 0 and ${HIGHEST_PRIORITY}, got ${priority}`,
    );
  }
  return refusalOfReason(reason);
}

export function refusalOfReason(reason: string): Refusal | undefined {
  return refusalOfLength('window reason', reason, LONGEST_REASON);
}

/** Idempotency keys are stored. */
export function refusalOfKey(idempotencyKey: string | null): Refusal | undefined {
  if (idempotencyKey === null) return undefined;
  if (idempotencyKey === '')
    return refuse(
      'INVALID_INPUT',
      `idempotencyKey must have 1 to ${LONGEST_KEY} characters, got an empty one`,
    );
  return refusalOfLength('idempotencyKey', idempotencyKey, LONGEST_KEY);
}

export function refusalOfLength(what: string, text: string, longest: number): Refusal | undefined {
  if (text.length <= longest) return undefined;
  return refuse('INVALID_INPUT', `${what} must have at most ${longest} characters, got ${text.length}`);
}

function shownList(names: readonly string[]): string {
  const more = names.length > SHOWN_NAMES ? ` and ${names.length - SHOWN_NAMES} more` : '';
  return `${names.slice(0, SHOWN_NAMES).map(shown).join(', ')}${more}`;
}

/** Names in messages come from the client: short, and without anything that could break a line. */
export function shown(name: string): string {
  return JSON.stringify(name.length > 64 ? `${name.slice(0, 64)}…` : name);
}
