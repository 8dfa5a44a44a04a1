import type { Answer } from './answer.ts';
import type { Course } from './follow-attempts.ts';

/** What is known of an answer that is not complete: kept while it is made, for the case that it never will be. */
export type PartialAnswer = Pick<Answer, 'content' | 'answeredBy' | 'engine' | 'attempts' | 'route'>;

/** `content` is the text that was shown and not taken back. It is of the engine that was asked last. */
export function partialAnswer(content: string, { attempts, route }: Course): PartialAnswer {
  if (content === '') return { content, answeredBy: null, engine: null, attempts, route };
  return { content, answeredBy: 'ENGINE', engine: attempts.at(-1)?.engine ?? null, attempts, route };
}
