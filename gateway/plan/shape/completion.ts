import type { Path } from '../execute/entities/objects-at.ts';

/** Completing values against the API schema, for one answer. */
export interface Completion {
  /** From the root to the value that is being completed. */
  readonly path: (string | number)[];
  readonly problems: Problem[];
}

/** A value that the API schema does not allow where it stands, and so became null. */
export interface Problem {
  readonly path: Path;
  /** `Type.field`. */
  readonly what: string;
  readonly expected: string;
  /** Nothing was there, for which an error of a fetch may be the reason. */
  readonly isMissing: boolean;
}

/** The value as the client may have it, null where it may not; BUBBLE where the schema does not allow that null. */
export type Complete = (value: unknown, completion: Completion) => unknown;

/** Stands for the null of a non-null position: whatever holds it becomes null. */
export const BUBBLE: unique symbol = Symbol('a null that the schema does not allow');

export function addProblem(completion: Completion, problem: Omit<Problem, 'path'>): void {
  completion.problems.push({ ...problem, path: [...completion.path] });
}
