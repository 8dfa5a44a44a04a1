import { toDateTime } from '../../../platform/clock.ts';
import { CodedError } from '../../../platform/errors.ts';
import type { RequestContext } from '../../../platform/request-context.ts';
import type { CompletionAttempt, CompletionEvent } from '../../../schema/completion.ts';
import type { ServiceFact } from '../facts.ts';
import type { StoredChatError } from '../sessions/messages.ts';
import { withinBudget } from '../time-budget.ts';
import { NO_ANSWER, type Answer, type AnswerJob, type AnswerParts } from './answer.ts';
import { groundedAnswer, type NoEngine } from '../grounded/grounded-answers.ts';
import { trackShown, type ShownEvent } from './shown-text.ts';
import { readSwitch } from './switch-state.ts';

/** What switch allows itself in all is 120 s; the outer limit is the longer one. */
const TOTAL_LIMIT_MS = 125_000;

/**
 * One answer: from an engine where switch is up, else from live state. Asking never wakes anything.
 * Rejects only with the reason of the job's signal; every other failure is a FAILED answer.
 */
export async function makeAnswer(
  job: AnswerJob,
  parts: AnswerParts,
  showEvent: (event: ShownEvent) => void,
): Promise<Answer> {
  const shown = trackShown(showEvent);
  const startedAt = parts.clock.monotonic();
  const target = await readSwitch(parts.facts, job.context);
  if (target.kind === 'asleep') {
    const noEngine = { kind: 'asleep', switchService: target.switchService } as const;
    const error = failure('ENGINE_UNAVAILABLE', target.reason);
    return fromLiveState(job, parts, { noEngine, error, attempts: [], services: target.services, startedAt });
  }
  const ended = await askEngines(job, parts, shown.show);
  if (ended.type === 'finished') return fromEngine(ended, target.services ?? []);
  const { code, message, retryable, retryAfterSec, attempts } = ended;
  shown.voidShown(message);
  const noEngine = { kind: 'failed', reason: message, observedAt: toDateTime(parts.clock.now()) } as const;
  const services = await parts.facts.services(job.context).catch(() => target.services);
  return fromLiveState(job, parts, {
    noEngine,
    error: { code, message, retryable, retryAfterSec },
    attempts,
    services,
    startedAt,
  });
}

type Ended = Extract<CompletionEvent, { type: 'finished' | 'failed' }>;

async function askEngines(
  job: AnswerJob,
  parts: AnswerParts,
  show: (event: ShownEvent) => void,
): Promise<Ended> {
  const budget = { clock: parts.clock, what: 'switch', limitMs: TOTAL_LIMIT_MS, signal: job.context.signal };
  try {
    return await withinBudget(budget, (signal) =>
      readCompletion(job, parts, { ...job.context, signal }, show),
    );
  } catch (error) {
    job.context.signal.throwIfAborted();
    const code =
      error instanceof CodedError && error.code === 'DEADLINE_EXCEEDED'
        ? 'TOTAL_TIMEOUT'
        : 'ENGINE_UNAVAILABLE';
    if (error instanceof CodedError) return { type: 'failed', ...failure(code, error.message), attempts: [] };
    parts.log.error({ err: error, correlationId: job.context.correlationId }, 'the completion failed');
    return {
      type: 'failed',
      ...failure('INTERNAL', 'switch could not be asked; the log has the details'),
      attempts: [],
    };
  }
}

async function readCompletion(
  job: AnswerJob,
  parts: AnswerParts,
  context: RequestContext,
  show: (event: ShownEvent) => void,
): Promise<Ended> {
  const { kept, summary } = await parts.store.context(job.sessionId);
  const history = kept.map(({ role, content }) => ({
    role: role === 'USER' ? ('user' as const) : ('assistant' as const),
    content,
  }));
  const messages = summary === null ? history : [{ role: 'system' as const, content: summary }, ...history];
  const request = {
    messageId: job.messageId,
    messages,
    engine: job.engine,
    allowFallback: job.allowFallback,
  };
  for await (const event of parts.completions.complete(request, context)) {
    context.signal.throwIfAborted();
    if (event.type === 'finished' || event.type === 'failed') return event;
    show(event);
  }
  throw new CodedError('SERVICE_UNREACHABLE', {
    service: 'switch',
    url: '/internal/completions',
    problem: 'the stream ended before the answer',
  });
}

function fromEngine(ended: Extract<Ended, { type: 'finished' }>, services: readonly ServiceFact[]): Answer {
  const involved = new Set(['switch', ended.service]);
  const holders = services.filter(({ name }) => involved.has(name)).flatMap((service) => service.holders);
  return {
    ...NO_ANSWER,
    content: ended.content,
    status: 'COMPLETE',
    answeredBy: 'ENGINE',
    engine: ended.engine,
    // Remote engines have no component of their own: switch is the one that talks to them.
    hostService: ended.service ?? 'switch',
    attempts: ended.attempts,
    usage: ended.usage,
    firstTokenMs: ended.firstTokenMs,
    totalMs: ended.totalMs,
    finishReason: ended.finishReason,
    windowIds: [...new Set(holders.map(({ window }) => window.id))],
  };
}

interface WithoutEngine {
  readonly noEngine: NoEngine;
  readonly error: StoredChatError;
  readonly attempts: readonly CompletionAttempt[];
  /** Null where madre does not answer: then she cannot answer the question either. */
  readonly services: readonly ServiceFact[] | null;
  readonly startedAt: number;
}

async function fromLiveState(job: AnswerJob, parts: AnswerParts, without: WithoutEngine): Promise<Answer> {
  const { error, attempts, services, noEngine } = without;
  const totalMs = (): number => Math.round(parts.clock.monotonic() - without.startedAt);
  if (!job.allowFallback) return { ...NO_ANSWER, attempts, error, totalMs: totalMs() };
  if (services === null) {
    const message = `${error.message}; madre, who would answer from live state, does not answer either`;
    return { ...NO_ANSWER, attempts, error: { ...error, message }, totalMs: totalMs() };
  }
  const power = await parts.facts.power(job.context).catch(() => null);
  job.context.signal.throwIfAborted();
  return {
    ...NO_ANSWER,
    ...groundedAnswer(job.question, { services, power, noEngine }),
    status: 'COMPLETE',
    answeredBy: 'MADRE',
    degradedReason: error.message,
    attempts,
    totalMs: totalMs(),
    finishReason: 'STOP',
  };
}

function failure(
  code: StoredChatError['code'] & FailureCode,
  message: string,
): StoredChatError & { readonly code: FailureCode } {
  return { code, message, retryable: true, retryAfterSec: null };
}

type FailureCode = Extract<CompletionEvent, { type: 'failed' }>['code'];
