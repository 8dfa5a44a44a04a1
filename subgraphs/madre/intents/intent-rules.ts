import type { IntentType } from '../../../schema/generated/madre.ts';
import type { JsonValue } from '../../../platform/json.ts';
import { refuse, type Outcome, type Refusal } from '../refusal.ts';
import { refusalOfLength, refusalOfServices, refusalOfTtl } from '../windows/asking/window-rules.ts';

export interface EmitRequest {
  readonly type: IntentType;
  readonly target: string | null;
  readonly reason: string;
  readonly payload: JsonValue;
}

interface Registry {
  readonly names: readonly string[];
  readonly isCore: (name: string) => boolean;
}

/** What SPAWN and SCALE ask for, read from their payload. */
export interface SpawnOrder {
  readonly replicas: 0 | 1;
  readonly ttlSec: number;
}

const DEFAULT_TTL_SEC = 300;
const LONGEST_REASON = 500;
/** Of the payload as JSON, in UTF-16 units: it is stored and shown with the intent. */
const LONGEST_PAYLOAD = 8_192;

/** The flag that an intent of this type needs; undefined: none. */
export function flagOf(type: IntentType): string | undefined {
  switch (type) {
    case 'BUILD':
    case 'PATCH':
      return 'MANIFESTATOR_EMIT_INTENT_ENABLED';
    case 'SCAN':
    case 'SCALE':
      return 'INEE_ENABLED';
    case 'SPAWN':
      return undefined;
  }
}

/** The first rule that the request breaks, or undefined. */
export function refusalOfEmit(request: EmitRequest, registry: Registry): Refusal | undefined {
  const { type, target, payload } = request;
  const needsTarget = type === 'SPAWN' || type === 'SCALE';
  if (target === null && needsTarget)
    return refuse('INVALID_INPUT', `an intent ${type} needs a target, got none`);
  const refusedTarget =
    target === null
      ? undefined
      : refusalOfServices([target], needsTarget ? registry : { ...registry, isCore: () => false });
  if (refusedTarget !== undefined) return refusedTarget;
  const refusedText =
    refusalOfLength('intent reason', request.reason, LONGEST_REASON) ?? refusalOfPayload(payload);
  if (refusedText !== undefined || !needsTarget) return refusedText;
  const order = spawnOrder(type, payload);
  return order.ok ? undefined : order;
}

function refusalOfPayload(payload: JsonValue): Refusal | undefined {
  try {
    return refusalOfLength('the payload of an intent, as JSON,', JSON.stringify(payload), LONGEST_PAYLOAD);
  } catch (error) {
    // JSON.stringify recurses, and what a client nests may go deeper than the stack.
    if (error instanceof RangeError)
      return refuse('INVALID_INPUT', 'the payload of an intent is nested too deeply');
    throw error;
  }
}

/** The payload of SPAWN is { ttlSec }, that of SCALE { replicas, ttlSec }; ttlSec may be left out. */
export function spawnOrder(type: IntentType, payload: JsonValue): Outcome<SpawnOrder> {
  const given = payload ?? {};
  const known = type === 'SCALE' ? ['replicas', 'ttlSec'] : ['ttlSec'];
  const form = `the payload of an intent ${type} is an object with ${known.join(' and ')}`;
  if (typeof given !== 'object' || Array.isArray(given))
    return refuse('INVALID_INPUT', `${form}, got another value`);
  const fields = new Map(Object.entries(given));
  const other = [...fields.keys()].find((key) => !known.includes(key));
  if (other !== undefined)
    return refuse('INVALID_INPUT', `${form}, got ${JSON.stringify(other.slice(0, 64))}`);
  const replicas = type === 'SCALE' ? fields.get('replicas') : 1;
  if (replicas !== 0 && replicas !== 1)
    return refuse(
      'INVALID_INPUT',
      `replicas must be 0 or 1, got ${JSON.stringify(replicas ?? 'none').slice(0, 64)}`,
    );
  const ttlSec = fields.get('ttlSec') ?? DEFAULT_TTL_SEC;
  if (typeof ttlSec !== 'number' || !Number.isInteger(ttlSec))
    return refuse('INVALID_INPUT', `ttlSec must be a whole number of seconds, got another value`);
  return refusalOfTtl(ttlSec) ?? { ok: true, value: { replicas, ttlSec } };
}
