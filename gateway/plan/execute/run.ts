import type { ExecutionResult, GraphQLError } from 'graphql';
import type { LinkRequest } from '../../links/link.ts';
import type { Path } from './entities/objects-at.ts';
import type { JsonObject } from './json-object.ts';
import type { TypeRules } from './type-rules.ts';

/** One execution of a plan: what its fetches have brought so far, and what they need to go on. */
export interface Run {
  readonly data: JsonObject;
  readonly errors: GraphQLError[];
  /** The fields of answers that an error at another of their fields made null as a whole: those have their error. */
  readonly voided: Path[];
  /** The client's, as they were sent. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Of a variable of @skip or @include, its default considered. */
  readonly isTrue: (variable: string) => boolean;
  readonly isOfType: TypeRules;
  /** In their own words, whether the catalogue has a code for them or not. */
  readonly showSubgraphErrors: boolean;
  readonly send: Send;
}

export type FetchRequest = Omit<LinkRequest, 'context'>;

/** The answer belongs to whoever asked. `mayRepeat`: an equal request that is under way is waited for instead of sent. */
export type Send = (subgraph: string, request: FetchRequest, mayRepeat: boolean) => Promise<ExecutionResult>;
