import type { GraphQLOutputType } from 'graphql';
import { addProblem, BUBBLE, type Complete, type Completion } from './completion.ts';

/** For a position that the schema does not allow to be null. */
export function demandValue(complete: Complete, what: string, type: GraphQLOutputType): Complete {
  const expected = String(type);
  return (value, completion) => {
    const completed = complete(value, completion);
    if (completed !== null) return completed;
    addProblem(completion, { what, expected, isMissing: true });
    return BUBBLE;
  };
}

/** Items are completed whatever became of the others, so that each problem is found. */
export function completeList(complete: Complete, what: string, type: GraphQLOutputType): Complete {
  const expected = String(type);
  return (value, completion) => {
    if (value === null || value === undefined) return null;
    if (!Array.isArray(value)) return wrong(completion, what, expected);
    let bubbles = false;
    const items = value.map((item: unknown, index) => {
      completion.path.push(index);
      const completed = complete(item, completion);
      completion.path.pop();
      bubbles ||= completed === BUBBLE;
      return completed;
    });
    return bubbles ? null : items;
  };
}

/** Scalars and enums. */
export function completeLeaf(check: (value: unknown) => unknown, what: string, expected: string): Complete {
  return (value, completion) => {
    if (value === null || value === undefined) return null;
    const checked = check(value);
    return checked === undefined ? wrong(completion, what, expected) : checked;
  };
}

/** A value that is not what the schema says: null, and a problem. */
export function wrong(completion: Completion, what: string, expected: string): null {
  addProblem(completion, { what, expected, isMissing: false });
  return null;
}
