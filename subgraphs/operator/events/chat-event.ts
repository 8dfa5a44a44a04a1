import type { Answer } from '../answers/answer.ts';
import type { NewEvent } from './event-log.ts';

/** How an answer ended, and which engines failed at it. Nothing of what was said. */
export function chatEvents(id: string, correlationId: string, answer: Answer): NewEvent[] {
  const { status, answeredBy, engine, degradedReason, error } = answer;
  const by = answeredBy === 'MADRE' ? 'madre' : (engine ?? 'nobody');
  const failedAttempts = answer.attempts.filter(({ outcome }) => FAILED.has(outcome));
  return [
    ...failedAttempts.map((attempt) => ({
      type: 'engine.failed',
      source: 'switch',
      severity: 'WARNING' as const,
      summary: `engine ${attempt.engine} ${attempt.outcome}`,
      data: { engine: attempt.engine, outcome: attempt.outcome, errorCode: attempt.errorCode },
      correlationId,
    })),
    {
      type: `chat.${status.toLowerCase()}`,
      source: 'operator',
      severity:
        status === 'FAILED' ? 'ERROR' : degradedReason !== null || status === 'PARTIAL' ? 'NOTICE' : 'INFO',
      summary: `answer ${id} ${status}, by ${by}`,
      data: { messageId: id, status, by, errorCode: error?.code ?? null },
      correlationId,
    },
  ];
}

const FAILED = new Set(['FAILED_BEFORE_FIRST_TOKEN', 'FAILED_MID_STREAM', 'TIMED_OUT']);
