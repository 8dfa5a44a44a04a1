import type { PlannedOperation } from '../supergraph.ts';

/** The operations that clients sent last, so that another schema can be made ready for them. */
export interface SeenOperations {
  note(operation: PlannedOperation): void;
  /** The last one first. Nothing that belongs to one request is kept: neither variables nor its signal. */
  latest(): readonly PlannedOperation[];
}

const KEPT = 200;
const NEVER = new AbortController().signal;

export function createSeenOperations(): SeenOperations {
  const seen = new Map<string, PlannedOperation>();
  return {
    note(operation) {
      const { query, operationName = '', context } = operation;
      const key = `${operationName}\n${context.actor.scopes.join()}\n${query}`;
      const known = seen.get(key);
      seen.delete(key);
      seen.set(key, known ?? withoutRequest(operation));
      const [oldest] = seen.keys();
      if (seen.size > KEPT && oldest !== undefined) seen.delete(oldest);
    },
    latest: () => [...seen.values()].reverse(),
  };
}

function withoutRequest({ document, query, operationName, context }: PlannedOperation): PlannedOperation {
  const { correlationId, actor } = context;
  return {
    document,
    query,
    operationName,
    variables: {},
    context: { correlationId, actor, signal: NEVER },
  };
}
