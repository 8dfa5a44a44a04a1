import { Kind, print, visit, type SelectionNode, type SelectionSetNode } from 'graphql';
import type { QueryPlanSelectionNode } from '../../planner.ts';
import type { RequiredArguments } from '../../repairs/required-arguments.ts';
import { entitiesOf, operationOf } from './batch.ts';
import type { CompiledFetch } from '../fetch/compiled-fetch.ts';

/** What a part of a fetch needs, by the real name. */
type Needs = Map<string, string>;

/** The fetch as several, no two fields of one of which require different arguments of the same field. Most remain as they are. */
export function splitByNeeds(fetch: CompiledFetch, required: RequiredArguments): readonly CompiledFetch[] {
  const entities = entitiesOf(operationOf(fetch));
  if (fetch.requires === undefined || entities?.selectionSet === undefined) return [fetch];
  const parts: Needs[] = [];
  const partOf = new Map<string, number>();
  for (const { typeName, name } of fieldsOf(entities.selectionSet)) {
    const needs = [...(required.requiredBy.get(`${fetch.subgraph} ${typeName}.${name}`) ?? [])];
    const part = parts.findIndex((known) => needs.every((need) => fits(known, need, required)));
    const position = part === -1 ? parts.push(new Map()) - 1 : part;
    for (const need of needs) parts[position]?.set(required.fields.get(need)?.name ?? need, need);
    partOf.set(`${typeName}.${name}`, position);
  }
  if (parts.length < 2) return [fetch];
  return parts.map((needs, position) => {
    const needed = new Set(needs.values());
    return {
      ...onlyFields(fetch, (field) => partOf.get(field) === position),
      requires: onlyNeeded(fetch.requires ?? [], needed, required),
    };
  });
}

function fits(known: Needs, need: string, { fields }: RequiredArguments): boolean {
  const given = known.get(fields.get(need)?.name ?? need);
  return given === undefined || given === need;
}

interface FetchedField {
  readonly typeName: string;
  readonly name: string;
}

function fieldsOf(selectionSet: SelectionSetNode, typeName = ''): readonly FetchedField[] {
  return selectionSet.selections.flatMap((selection): readonly FetchedField[] => {
    if (selection.kind === Kind.FIELD)
      return selection.name.value === '__typename' ? [] : [{ typeName, name: selection.name.value }];
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    return fieldsOf(selection.selectionSet, selection.typeCondition?.name.value ?? typeName);
  });
}

/** The fetch without the other fields of its entities, and without the variables that only those used. */
function onlyFields(fetch: CompiledFetch, isKept: (field: string) => boolean): CompiledFetch {
  const used = new Set<string>();
  const reduced = visit(fetch.document, {
    Field(node) {
      if (node.name.value !== '_entities' || node.selectionSet === undefined) return undefined;
      return { ...node, selectionSet: keptFields(node.selectionSet, isKept) };
    },
  });
  visit(reduced, {
    OperationDefinition: ({ selectionSet }) =>
      void visit(selectionSet, { Variable: ({ name }) => void used.add(name.value) }),
  });
  const document = visit(reduced, {
    VariableDefinition: ({ variable }) => (used.has(variable.name.value) ? undefined : null),
  });
  return {
    ...fetch,
    document,
    query: print(document),
    variableNames: fetch.variableNames.filter((name) => used.has(name)),
  };
}

function keptFields(
  selectionSet: SelectionSetNode,
  isKept: (field: string) => boolean,
  typeName = '',
): SelectionSetNode {
  const selections = selectionSet.selections.flatMap((selection): readonly SelectionNode[] => {
    if (selection.kind === Kind.FIELD)
      return selection.name.value === '__typename' || isKept(`${typeName}.${selection.name.value}`)
        ? [selection]
        : [];
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [selection];
    const condition = selection.typeCondition?.name.value ?? typeName;
    const kept = keptFields(selection.selectionSet, isKept, condition);
    return kept.selections.length === 0 ? [] : [{ ...selection, selectionSet: kept }];
  });
  return { ...selectionSet, selections };
}

function onlyNeeded(
  selections: readonly QueryPlanSelectionNode[],
  needed: ReadonlySet<string>,
  required: RequiredArguments,
): QueryPlanSelectionNode[] {
  return selections.flatMap((selection): QueryPlanSelectionNode[] => {
    if (selection.kind === 'Field' && required.fields.has(selection.name) && !needed.has(selection.name))
      return [];
    if (selection.selections === undefined) return [selection];
    const kept = onlyNeeded(selection.selections, needed, required);
    return kept.length === 0 ? [] : [{ ...selection, selections: kept }];
  });
}
