import type { RequestContext } from '../../../platform/request-context.ts';
import type { ServiceFact } from '../facts/facts.ts';
import { gather, type GatherParts } from './gather.ts';
import { groundedAnswer, type GroundedAnswer } from './grounded-answers.ts';
import type { NoEngine } from './no-engine.ts';
import { understand } from './understand/understand.ts';

/** madre's answers, made of what she can look at now. Rejects only where the context's signal aborts. */
export type AnswerFromLiveState = (
  question: string,
  known: { readonly services: readonly ServiceFact[]; readonly noEngine: NoEngine },
  context: RequestContext,
) => Promise<GroundedAnswer>;

export function createLiveAnswers(parts: GatherParts): AnswerFromLiveState {
  return async (question, known, context) => {
    const asked = understand(
      question,
      known.services.map(({ name }) => name),
    );
    return groundedAnswer(asked, await gather(asked, known, parts, context));
  };
}
