import { toDateTime } from '../../../../platform/clock.ts';
import { CodedError } from '../../../../platform/errors.ts';
import { SILENCE_LIMIT_MS } from '../../../../schema/completion.ts';
import type { NoEngine } from '../../grounded/no-engine.ts';
import type { AnswerJob, AnswerParts } from '../answer.ts';
import { completeWithTools, type Failed, type Finished } from './complete-with-tools.ts';
import type { Viewers } from '../viewers.ts';

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

/**
 * What switch makes of the question; `seen` knows the attempts then. It takes as long as switch lets engines take, each of them at most
 * twice in a round of tools. Rejects only with the reason of the job's signal.
 */
export async function askEngines(
  job: AnswerJob,
  parts: AnswerParts,
  viewers: Viewers,
): Promise<Finished | Unanswered> {
  try {
    const ended = await completeWithTools(job, parts, viewers);
    if (ended.type === 'finished') return ended;
    const { code, message, retryable, retryAfterSec } = ended;
    const noEngine = { kind: 'engines-failed', message, observedAt: observedNow(parts) } as const;
    return { code, retryable, retryAfterSec, noEngine };
  } catch (error) {
    job.context.signal.throwIfAborted();
    viewers.seen.end('INTERRUPTED');
    return unanswered(error, job, parts);
  }
}

function unanswered(error: unknown, job: AnswerJob, parts: AnswerParts): Unanswered {
  const observedAt = observedNow(parts);
  if (!(error instanceof CodedError)) {
    parts.log.error({ err: error, correlationId: job.context.correlationId }, 'the completion failed');
    return { ...NOT_ASKED, code: 'INTERNAL', noEngine: { kind: 'broken', observedAt } };
  }
  if (error.code === 'DEADLINE_EXCEEDED') {
    const noEngine = { kind: 'silent', limitMs: SILENCE_LIMIT_MS, observedAt } as const;
    return { ...NOT_ASKED, code: 'IDLE_TIMEOUT', noEngine };
  }
  const detail = error.cause instanceof Error ? error.cause.message : error.message;
  return { ...NOT_ASKED, noEngine: { kind: 'unreachable', detail, observedAt } };
}

function observedNow({ clock }: AnswerParts): string {
  return toDateTime(clock.now());
}
