import type { ResultCode } from '../../../schema/generated/madre.ts';
import type { MadreContext } from '../context.ts';
import type { Outcome } from '../refusal.ts';

/** What all payloads share, from the outcome of a mutation. */
export function payloadOf(
  outcome: Outcome<unknown>,
  { request }: MadreContext,
): {
  readonly ok: boolean;
  readonly code: ResultCode;
  readonly message: string | null;
  readonly correlationId: string;
} {
  const { correlationId } = request;
  if (outcome.ok) return { ok: true, code: 'OK', message: outcome.message ?? null, correlationId };
  return { ok: false, code: outcome.code, message: outcome.message, correlationId };
}
