import type { ResultCode } from '../../../schema/generated/madre.ts';
import type { MadreContext } from '../context.ts';
import type { Outcome } from '../refusal.ts';

/** What all payloads share, from the outcome of a mutation. Its fields read what is true after it. */
export function payloadOf(
  outcome: Outcome<unknown>,
  context: MadreContext,
): {
  readonly ok: boolean;
  readonly code: ResultCode;
  readonly message: string | null;
  readonly correlationId: string;
} {
  const { correlationId } = context.request;
  context.forget();
  if (outcome.ok) return { ok: true, code: 'OK', message: outcome.message ?? null, correlationId };
  return { ok: false, code: outcome.code, message: outcome.message, correlationId };
}
