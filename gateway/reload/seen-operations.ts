import { createTextCache } from '../../platform/graphql/documents/text-cache.ts';
import type { PlannedOperation } from '../supergraph.ts';

/** What another graph needs to plan it: that one has a document of its own. */
export type SeenOperation = Omit<PlannedOperation, 'document'>;

/** The operations that clients sent last, so that another schema can be made ready for them. Very long ones are left out. */
export interface SeenOperations {
  note(operation: SeenOperation): void;
  /** The last one first. Nothing that belongs to one request is kept: neither variables nor its signal. */
  latest(): readonly SeenOperation[];
}

const KEPT = 200;
const NEVER = new AbortController().signal;

export function createSeenOperations(): SeenOperations {
  const seen = createTextCache<SeenOperation>({ entries: KEPT });
  return {
    note(operation) {
      const { query, operationName = '', context } = operation;
      const key = `${operationName}\n${context.actor.scopes.join()}\n${query}`;
      if (seen.get(key) === undefined) seen.set(key, withoutRequest(operation));
    },
    latest: () => seen.values(),
  };
}

function withoutRequest({ query, operationName, context }: SeenOperation): SeenOperation {
  const { correlationId, actor } = context;
  return { query, operationName, variables: {}, context: { correlationId, actor, signal: NEVER } };
}
