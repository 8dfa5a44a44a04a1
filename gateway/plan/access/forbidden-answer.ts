import {
  getNamedType,
  GraphQLError,
  isListType,
  isNonNullType,
  isInterfaceType,
  isObjectType,
  Kind,
  OperationTypeNode,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { CodedError } from '../../../platform/errors.ts';
import { isIncluded, type Collecting } from '../shape/collect-fields.ts';
import type { Demand } from './demands.ts';

/** What the client is told of the fields that are kept from it. */
export interface ForbiddenAnswer {
  /** One for each field, whether or not anything is there. */
  readonly errors: readonly GraphQLError[];
  /** Nothing of the operation is to run: these errors are its answer. */
  readonly isRefused: boolean;
}

/** Stands for every index of a list. */
export const EACH_ITEM = '@';

/**
 * A query is refused where no root field is left, a mutation and a subscription where any is missing: what changes something never
 * happens by half.
 */
export function forbiddenAnswer(
  collecting: Collecting,
  operation: OperationDefinitionNode,
  forbidden: ReadonlyMap<FieldNode, Demand>,
): ForbiddenAnswer {
  const found = new Map<string, { readonly demand: Demand; readonly path: readonly string[] }>();
  const roots = { kept: 0, forbidden: 0 };
  walk(operation.selectionSet, collecting.schema.getRootType(operation.operation) ?? undefined, []);
  const isWhole = operation.operation !== OperationTypeNode.QUERY || roots.kept === 0;
  const isRefused = roots.forbidden > 0 && isWhole;
  const errors = [...found.values()].map(({ demand, path }) => errorOf(demand, path, isRefused));
  return { errors, isRefused };

  function walk(
    { selections }: SelectionSetNode,
    parent: GraphQLNamedType | undefined,
    path: readonly string[],
  ): void {
    for (const selection of selections) {
      if (!isIncluded(selection.directives, collecting.isTrue)) continue;
      if (selection.kind === Kind.FIELD) {
        visitField(selection, parent, path);
        continue;
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : collecting.fragments.get(selection.name.value);
      if (fragment === undefined) continue;
      const condition = fragment.typeCondition?.name.value;
      walk(
        fragment.selectionSet,
        condition === undefined ? parent : collecting.schema.getType(condition),
        path,
      );
    }
  }

  function visitField(
    field: FieldNode,
    parent: GraphQLNamedType | undefined,
    outer: readonly string[],
  ): void {
    const path = [...outer, field.alias?.value ?? field.name.value];
    const demand = forbidden.get(field);
    if (outer.length === 0) roots[demand === undefined ? 'kept' : 'forbidden'] += 1;
    if (demand !== undefined) {
      found.set(path.join('\n'), { demand, path });
      return;
    }
    const type =
      isObjectType(parent) || isInterfaceType(parent)
        ? parent.getFields()[field.name.value]?.type
        : undefined;
    if (field.selectionSet !== undefined && type !== undefined)
      walk(field.selectionSet, getNamedType(type), [...path, ...listsOf(type)]);
  }
}

function listsOf(type: GraphQLOutputType): readonly string[] {
  if (isNonNullType(type)) return listsOf(type.ofType);
  return isListType(type) ? [EACH_ITEM, ...listsOf(type.ofType)] : [];
}

/** Only a refusal decides the HTTP status. */
function errorOf({ what, rule }: Demand, path: readonly string[], isRefusal: boolean): GraphQLError {
  const facts =
    rule.scopes === undefined
      ? { what, problem: `${what} is answered only to who has a token` }
      : { what, scope: rule.scopes.map((scopes) => scopes.join(' and ')).join(' or ') };
  const { message, extensions } = new CodedError('FORBIDDEN', facts);
  const { http, ...shown } = extensions;
  return new GraphQLError(message, { path, extensions: isRefusal ? { ...shown, http } : shown });
}
