import { Kind } from 'graphql';
import type { OperationPlan } from '../plan/operation-plan.ts';
import { ownValue } from '../plan/execute/json-object.ts';
import { fieldsOfRoot } from '../plan/execute/fetch/fetched-fields.ts';

/** The subgraphs that a plan asks, each with the client's names of the mutation's fields that it carries out. */
export type Needs = ReadonlyMap<string, readonly string[]>;

/** With these variables: a fetch that their @skip or @include leaves out is not needed. */
export function needsOf(plan: OperationPlan, variables: Readonly<Record<string, unknown>>): Needs {
  const needs = new Map<string, string[]>();
  const isTrue = (name: string): boolean => (ownValue(variables, name) ?? defaultOf(plan, name)) === true;
  const { primary, batches } = plan;
  const first = primary === undefined ? [] : [primary];
  for (const fetch of [...first, ...batches.flatMap(({ slots }) => slots.flat())]) {
    if (fetch.conditions.some(({ variable, value }) => isTrue(variable) !== value)) continue;
    const fields = needs.get(fetch.subgraph) ?? [];
    if (fetch.isMutation) fields.push(...fieldsOfRoot(fetch).map((name) => String(plan.clientName(name))));
    needs.set(fetch.subgraph, fields);
  }
  return needs;
}

function defaultOf({ operation }: OperationPlan, name: string): unknown {
  const definition = operation.variableDefinitions?.find(({ variable }) => variable.name.value === name);
  return definition?.defaultValue?.kind === Kind.BOOLEAN ? definition.defaultValue.value : undefined;
}
