import { toDateTime } from '../../../../platform/clock.ts';
import { withDeadline } from '../../../../platform/deadline.ts';
import { CodedError } from '../../../../platform/errors.ts';
import type { NoEngine } from '../../grounded/no-engine.ts';
import type { AnswerJob, AnswerParts } from '../answer.ts';
import { completeWithTools, type Failed, type Finished } from './complete-with-tools.ts';
import type { AttemptsSeen } from '../follow-attempts.ts';
import type { ShownEvent } from '../shown-text.ts';

/** Of all engines that are tried and all rounds of tools: one call takes 120 s at most, unless its engine is configured otherwise. */
const TOTAL_LIMIT_MS = 125_000;

/** What is known where no engine answered. */
export interface Unanswered extends Pick<Failed, 'code' | 'retryable' | 'retryAfterSec'> {
  readonly noEngine: NoEngine;
}

/** Of a chat that came to no engine. */
export const NOT_ASKED = {
  code: 'ENGINE_UNAVAILABLE',
  retryable: true,
  retryAfterSec: null,
} as const;

/** What switch makes of the question; `seen` knows the attempts then. Rejects only with the reason of the job's signal. */
export async function askEngines(
  job: AnswerJob,
  parts: AnswerParts,
  viewers: { readonly show: (event: ShownEvent) => void; readonly seen: AttemptsSeen },
): Promise<Finished | Unanswered> {
  const limit = { clock: parts.clock, what: 'switch', limitMs: TOTAL_LIMIT_MS, parent: job.context.signal };
  try {
    const ended = await withDeadline(limit, (signal) =>
      completeWithTools(job, parts, { ...job.context, signal }, viewers),
    );
    if (ended.type === 'finished') return ended;
    const { code, message, retryable, retryAfterSec } = ended;
    const noEngine = { kind: 'engines-failed', message, observedAt: observedNow(parts) } as const;
    return { code, retryable, retryAfterSec, noEngine };
  } catch (error) {
    job.context.signal.throwIfAborted();
    if (isLate(error)) viewers.seen.end('TIMED_OUT', 'TOTAL_TIMEOUT');
    else viewers.seen.end('INTERRUPTED');
    return unanswered(error, job, parts);
  }
}

function unanswered(error: unknown, job: AnswerJob, parts: AnswerParts): Unanswered {
  const observedAt = observedNow(parts);
  if (!(error instanceof CodedError)) {
    parts.log.error({ err: error, correlationId: job.context.correlationId }, 'the completion failed');
    return { ...NOT_ASKED, code: 'INTERNAL', noEngine: { kind: 'broken', observedAt } };
  }
  if (isLate(error)) {
    const noEngine = { kind: 'late', limitMs: TOTAL_LIMIT_MS, observedAt } as const;
    return { ...NOT_ASKED, code: 'TOTAL_TIMEOUT', noEngine };
  }
  const detail = error.cause instanceof Error ? error.cause.message : error.message;
  return { ...NOT_ASKED, noEngine: { kind: 'unreachable', detail, observedAt } };
}

function isLate(error: unknown): boolean {
  return error instanceof CodedError && error.code === 'DEADLINE_EXCEEDED';
}

function observedNow({ clock }: AnswerParts): string {
  return toDateTime(clock.now());
}
