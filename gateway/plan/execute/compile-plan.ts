import { OperationTypeNode, parse } from 'graphql';
import { CodedError } from '../../../platform/errors.ts';
import type { FetchNode, PlanNode } from '../planner.ts';
import type { RequiredArguments } from '../repairs/required-arguments.ts';
import type { CompiledFetch, FetchCondition } from './fetch/compiled-fetch.ts';
import { restoreArguments } from './fetch/restore-arguments.ts';

/**
 * The plan's tree as a list in which each fetch says what it waits for. A Sequence waits for all that stands before it, a Parallel
 * for nothing of its own; Flatten and Condition become the path and the conditions of the fetches in them.
 */
export function compilePlan(
  node: PlanNode | undefined,
  required: RequiredArguments,
): readonly CompiledFetch[] {
  const fetches: CompiledFetch[] = [];
  const add: Add = (fetch) => restoreArguments(fetch, required).map((part) => fetches.push(part) - 1);
  if (node !== undefined) compileNode(node, { path: [], conditions: [], waitsFor: [] }, add);
  return fetches;
}

/** The positions of what a fetch became. */
type Add = (fetch: CompiledFetch) => readonly number[];

interface Place {
  readonly path: readonly string[];
  readonly conditions: readonly FetchCondition[];
  readonly waitsFor: readonly number[];
}

/** What somebody waits for who waits for this node. */
function compileNode(node: PlanNode, place: Place, add: Add): readonly number[] {
  switch (node.kind) {
    case 'Fetch':
      return add(compileFetch(node, place));
    case 'Flatten':
      return compileNode(node.node, { ...place, path: [...place.path, ...node.path.map(String)] }, add);
    case 'Sequence':
      return node.nodes.reduce<readonly number[]>(
        (waitsFor, child) => compileNode(child, { ...place, waitsFor }, add),
        place.waitsFor,
      );
    case 'Parallel':
      return [...new Set(node.nodes.flatMap((child) => compileNode(child, place, add)))];
    case 'Condition':
      return [
        ...new Set(
          [node.ifClause, node.elseClause].flatMap((branch, index) =>
            branch === undefined
              ? place.waitsFor
              : compileNode(branch, under(place, node.condition, index === 0), add),
          ),
        ),
      ];
    case 'Defer':
      throw new CodedError('BAD_USER_INPUT', { problem: '@defer is not served here: leave it out' });
  }
}

function under(place: Place, variable: string, value: boolean): Place {
  return { ...place, conditions: [...place.conditions, { variable, value }] };
}

function compileFetch(node: FetchNode, place: Place): CompiledFetch {
  return {
    ...place,
    subgraph: node.serviceName,
    query: node.operation,
    document: parse(node.operation, { noLocation: true }),
    operationName: node.operationName,
    isMutation: node.operationKind === OperationTypeNode.MUTATION,
    variableNames: node.variableUsages ?? [],
    requires: node.requires,
    inputRewrites: node.inputRewrites,
    outputRewrites: node.outputRewrites,
  };
}
