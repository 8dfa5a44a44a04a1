import type { ServiceFact } from '../facts/facts.ts';
import { reasonOf, type NoEngine } from '../grounded/no-engine.ts';
import { phrases } from '../grounded/phrases.ts';
import type { StoredChatError } from '../sessions/messages.ts';
import { NO_ANSWER, type Answer, type AnswerJob, type AnswerParts } from './answer.ts';
import { cutAnswer } from './cut-answer.ts';
import { askEngines, NOT_ASKED, type Unanswered } from './engines/ask-engines.ts';
import type { Finished } from './engines/complete-with-tools.ts';
import type { AttemptsSeen, Course } from './follow-attempts.ts';
import { trackShown, wasCut, type Shown, type ShownText } from './shown-text.ts';
import type { ServedRounds } from './served-rounds.ts';
import type { Viewers } from './viewers.ts';
import { readSwitch } from './engines/switch-state.ts';

/**
 * One answer: from an engine where switch is up, else from live state; or what an engine had written when a limit cut it, where no other
 * one answers. Asking never wakes anything.
 * Rejects only with the reason of the job's signal; every other failure is a FAILED answer.
 */
export async function makeAnswer(job: AnswerJob, parts: AnswerParts, viewers: Viewers): Promise<Answer> {
  const shown = trackShown(viewers.show);
  const startedAt = parts.clock.monotonic();
  const target = await readSwitch(parts.facts, job.context);
  if (target.kind === 'not-ready') {
    const { services, switchService } = target;
    const noEngine = { kind: 'not-ready', switchService } as const;
    const course = viewers.seen.course();
    return fromLiveState(job, parts, { ...NOT_ASKED, ...course, noEngine, services, startedAt });
  }
  const { seen, rounds } = viewers;
  rounds.askedWith(target.services ?? []);
  const ended = await askEngines(job, parts, { show: shown.show, seen, rounds });
  if ('engine' in ended) return fromEngine(ended, seen.course(), rounds);
  const services = await parts.facts.services(job.context).catch(() => target.services);
  job.context.signal.throwIfAborted();
  const unanswered = { ...ended, noEngine: unlessWindowEnded(ended.noEngine, services) };
  const kept = keepCut(shown, unanswered, seen);
  const course = seen.course();
  if (kept !== undefined) {
    const totalMs = Math.round(parts.clock.monotonic() - startedAt);
    return { ...cutAnswer(kept, course, rounds, errorOf(unanswered)), totalMs };
  }
  return fromLiveState(job, parts, { ...unanswered, ...course, services, startedAt });
}

/** A switch that no window holds any more did not fail: its time was over. */
function unlessWindowEnded(noEngine: NoEngine, services: readonly ServiceFact[] | null): NoEngine {
  const switchService = services?.find(({ name }) => name === 'switch');
  if (noEngine.kind !== 'unreachable' || switchService === undefined) return noEngine;
  if (switchService.state === 'READY' || switchService.holders.length > 0) return noEngine;
  return { kind: 'not-ready', switchService };
}

/** What a limit cut, if anything: of an engine, on the silence of switch, of its window. All else that was shown is void now. */
function keepCut(shown: Shown, { noEngine }: Unanswered, seen: AttemptsSeen): ShownText | undefined {
  const { attempts } = seen.course();
  const isCut =
    noEngine.kind === 'silent' ||
    noEngine.kind === 'not-ready' ||
    wasCut(attempts, attempts.at(-1)?.engine ?? '');
  const reason = reasonOf(phrases.en, noEngine).text;
  const kept = shown.keepCut(isCut, reason);
  if (kept === undefined) shown.voidShown(reason);
  return kept;
}

function fromEngine(ended: Finished, course: Course, rounds: ServedRounds): Answer {
  return {
    ...NO_ANSWER,
    ...rounds.host(ended.service),
    content: ended.content,
    status: 'COMPLETE',
    answeredBy: 'ENGINE',
    engine: ended.engine,
    ...course,
    proposals: rounds.proposals,
    reasoning: ended.reasoning,
    exchange: rounds.exchange,
    usage: ended.usage,
    firstTokenMs: ended.firstTokenMs,
    totalMs: ended.totalMs,
    finishReason: ended.finishReason,
  };
}

interface WithoutEngine extends Unanswered, Course {
  /** Null where madre does not answer: then she cannot answer the question either. */
  readonly services: readonly ServiceFact[] | null;
  readonly startedAt: number;
}

async function fromLiveState(job: AnswerJob, parts: AnswerParts, without: WithoutEngine): Promise<Answer> {
  const { attempts, route, services, noEngine } = without;
  const totalMs = (): number => Math.round(parts.clock.monotonic() - without.startedAt);
  if (!job.allowFallback)
    return { ...NO_ANSWER, attempts, route, error: errorOf(without), totalMs: totalMs() };
  if (services === null) {
    const { message, ...error } = errorOf(without);
    const both = `${message}; madre, who would answer from live state, does not answer either`;
    return { ...NO_ANSWER, attempts, route, error: { ...error, message: both }, totalMs: totalMs() };
  }
  const answer = await parts.answerFromLiveState(job.question, { services, noEngine }, job.context);
  return {
    ...NO_ANSWER,
    ...answer,
    status: 'COMPLETE',
    answeredBy: 'MADRE',
    attempts,
    route,
    totalMs: totalMs(),
    finishReason: 'STOP',
  };
}

/** Errors are told in English, like all others. */
function errorOf({ code, retryable, retryAfterSec, noEngine }: Unanswered): StoredChatError {
  return { code, message: reasonOf(phrases.en, noEngine).text, retryable, retryAfterSec };
}
