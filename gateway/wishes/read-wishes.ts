import { z } from 'zod';
import { CodedError } from '../../platform/errors.ts';
import type { Actor, WakeWish } from '../../platform/request-context.ts';

/** What a client asks for beside its operation. */
export interface Wishes {
  readonly wake?: WakeWish;
  readonly explain?: true;
}

/** For a client that can only set headers; `extensions` of the request say the same, and come first. */
export const WAKE_HEADER = 'x-vx11-wake';
export const EXPLAIN_HEADER = 'x-vx11-explain';

/** As a window's own. */
const SHORTEST_TTL_SEC = 10;
const LONGEST_TTL_SEC = 86_400;
/** A start may take two minutes, an operation that waits for it no longer than a mutation may. */
const LONGEST_WAIT_MS = 120_000;

const wake = z.strictObject({
  ttlSec: z.int().min(SHORTEST_TTL_SEC).max(LONGEST_TTL_SEC),
  waitMs: z.int().min(0).max(LONGEST_WAIT_MS),
});
const WAKE_FORM = `ttlSec from ${SHORTEST_TTL_SEC} to ${LONGEST_TTL_SEC} and waitMs from 0 to ${LONGEST_WAIT_MS}, whole numbers`;

/** Throws BAD_USER_INPUT where a wish is malformed, FORBIDDEN where the actor may not have it. */
export function readWishes(
  headers: Readonly<Record<string, unknown>>,
  extensions: unknown,
  actor: Actor,
): Wishes {
  const asked = typeof extensions === 'object' && extensions !== null ? extensions : {};
  const wakeWish = ('wake' in asked ? asked.wake : undefined) ?? fromHeader(headers[WAKE_HEADER]);
  const explain = ('explain' in asked ? asked.explain : undefined) ?? headers[EXPLAIN_HEADER];
  return {
    ...(wakeWish === undefined ? {} : { wake: readWake(wakeWish, actor) }),
    ...(isYes(explain, actor) ? { explain: true } : {}),
  };
}

function readWake(value: unknown, actor: Actor): WakeWish {
  const parsed = wake.safeParse(value);
  if (!parsed.success) {
    const problem = `wake must have ${WAKE_FORM}, got ${(JSON.stringify(value) ?? 'nothing').slice(0, 200)}`;
    throw new CodedError('BAD_USER_INPUT', { problem });
  }
  demandScope(actor, 'power:write', 'wake');
  return parsed.data;
}

/** `ttlSec=120; waitMs=30000`. What is no such pair stays a text, which no wish is. */
function fromHeader(header: unknown): unknown {
  if (typeof header !== 'string') return undefined;
  const pairs = header.split(';').map((pair) => /^\s*(\w+)\s*=\s*(\d{1,9})\s*$/.exec(pair));
  if (pairs.includes(null)) return header;
  return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', Number(pair?.[2])]));
}

function isYes(value: unknown, actor: Actor): boolean {
  if (value === undefined || value === null || value === false || value === 'false') return false;
  if (value !== true && value !== 'true')
    throw new CodedError('BAD_USER_INPUT', { problem: 'explain must be true or false' });
  demandScope(actor, 'logs:read', 'explain');
  return true;
}

function demandScope({ scopes }: Actor, scope: string, what: string): void {
  if (!scopes.includes('*') && !scopes.includes(scope)) throw new CodedError('FORBIDDEN', { scope, what });
}
