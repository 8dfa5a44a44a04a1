import type { DocumentNode } from 'graphql';
import type { FetchDataRewrite, QueryPlanSelectionNode } from '../../planner.ts';

/** A variable of @skip or @include, and what it must be. */
export interface FetchCondition {
  readonly variable: string;
  readonly value: boolean;
}

/** One operation of one subgraph, parsed, with all that must be known to run it. */
export interface CompiledFetch {
  readonly subgraph: string;
  /** From the root of the data to the objects that are asked about; `@` is each item of a list. */
  readonly path: readonly string[];
  readonly conditions: readonly FetchCondition[];
  /** The positions of the fetches that must have ended. */
  readonly waitsFor: readonly number[];
  readonly query: string;
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly isMutation: boolean;
  /** Of the client's variables. */
  readonly variableNames: readonly string[];
  /** What of each object at the path makes its representation; undefined where the subgraph's root is asked. */
  readonly requires: readonly QueryPlanSelectionNode[] | undefined;
  readonly inputRewrites: readonly FetchDataRewrite[] | undefined;
  readonly outputRewrites: readonly FetchDataRewrite[] | undefined;
}
