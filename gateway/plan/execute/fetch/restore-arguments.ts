import { Kind, print, visit, type DocumentNode } from 'graphql';
import type { QueryPlanSelectionNode } from '../../planner.ts';
import type { RequiredArguments } from '../../repairs/required-arguments.ts';
import type { CompiledFetch } from './compiled-fetch.ts';
import { splitByNeeds } from '../entities/split-by-needs.ts';

/**
 * A fetch as its subgraph knows it: what the planner knew under names of their own is asked with its arguments, and told to who
 * requires it under its real name. One subgraph cannot be told two values of one name, so such a fetch becomes several.
 */
export function restoreArguments(
  fetch: CompiledFetch,
  required: RequiredArguments,
): readonly CompiledFetch[] {
  if (required.fields.size === 0) return [fetch];
  return splitByNeeds(fetch, required).map((part) => {
    const document = withArguments(part.document, required);
    return {
      ...part,
      ...(document === part.document ? {} : { document, query: print(document) }),
      requires: part.requires && withRealNames(part.requires, required),
    };
  });
}

function withArguments(document: DocumentNode, { fields }: RequiredArguments): DocumentNode {
  return visit(document, {
    Field(node) {
      const field = fields.get(node.name.value);
      if (field === undefined) return undefined;
      const name = { kind: Kind.NAME, value: field.name } as const;
      return { ...node, alias: node.alias ?? node.name, name, arguments: field.arguments };
    },
  });
}

function withRealNames(
  selections: readonly QueryPlanSelectionNode[],
  required: RequiredArguments,
): QueryPlanSelectionNode[] {
  return selections.map((selection) => {
    if (selection.kind === 'InlineFragment')
      return { ...selection, selections: withRealNames(selection.selections, required) };
    const inner =
      selection.selections === undefined ? {} : { selections: withRealNames(selection.selections, required) };
    const real = required.fields.get(selection.name);
    if (real === undefined) return { ...selection, ...inner };
    return { ...selection, ...inner, alias: selection.alias ?? selection.name, name: real.name };
  });
}
