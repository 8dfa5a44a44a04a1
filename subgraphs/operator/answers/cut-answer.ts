import type { StoredChatError } from '../sessions/messages.ts';
import { NO_ANSWER, type Answer } from './answer.ts';
import type { Course } from './follow-attempts.ts';
import type { ServedRounds } from './served-rounds.ts';
import type { ShownText } from './shown-text.ts';

/** What an engine wrote until a limit cut it, with what the rounds before brought: PARTIAL, with what the limit was. Of its attempt nothing is void. */
export function cutAnswer(
  { engine, content }: ShownText,
  { attempts, route }: Course,
  rounds: ServedRounds,
  error: StoredChatError,
): Answer {
  const ofText = attempts.findLast((attempt) => attempt.engine === engine);
  return {
    ...NO_ANSWER,
    ...rounds.kept(true),
    content,
    status: 'PARTIAL',
    answeredBy: 'ENGINE',
    engine,
    attempts: attempts.map((attempt) =>
      attempt === ofText ? { ...attempt, charactersDiscarded: null } : attempt,
    ),
    route,
    firstTokenMs: rounds.joined?.firstTokenMs ?? ofText?.firstTokenMs ?? null,
    error: { ...error, code: limitOf(ofText?.errorCode) ?? error.code },
  };
}

/** A later engine may have failed of something else. */
function limitOf(errorCode: string | null | undefined): StoredChatError['code'] | undefined {
  return errorCode === 'IDLE_TIMEOUT' || errorCode === 'TOTAL_TIMEOUT' ? errorCode : undefined;
}
