import {
  getNamedType,
  Kind,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type FieldNode,
  type GraphQLAbstractType,
  type GraphQLError,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Demand } from '../access/demands.ts';
import { forbiddenAnswer } from '../access/forbidden-answer.ts';
import { emptyObject, isJsonObject, ownValue, type JsonObject } from '../execute/json-object.ts';
import { completeLeaf, completeList, demandValue, wrong } from './complete-value.ts';
import { BUBBLE, type Complete, type Completion } from './completion.ts';
import { collectFields, type Collecting } from './collect-fields.ts';
import { leafCheck } from './leaf.ts';

export interface Shape {
  /** Fields of the root that the schema itself answers, found in the data under their response names. */
  readonly introspection: readonly FieldNode[];
  readonly complete: Complete;
  /** Of the fields that are kept from who asks. */
  readonly errors: readonly GraphQLError[];
}

/** How the data of the fetches becomes the answer: only what the operation selects, in its order, as the API schema allows it. */
export function compileShape(
  collecting: Collecting & { readonly forbidden: ReadonlyMap<FieldNode, Demand> },
  operation: OperationDefinitionNode,
  keyOf: KeyOf,
): Shape {
  const root = collecting.schema.getRootType(operation.operation);
  if (!root) throw new Error(`the schema has no ${operation.operation} type`);
  const { forbidden } = collecting;
  const compiling = { ...collecting, keyOf };
  const roots = [...collectFields(collecting, root, [operation.selectionSet]).values()];
  const fields = compileFields(compiling, root, [operation.selectionSet]);
  return {
    introspection: roots.flat().filter((field) => isIntrospection(field.name.value) && !forbidden.has(field)),
    errors: forbiddenAnswer(collecting, operation, forbidden).errors,
    complete: (value, completion) =>
      isJsonObject(value) ? completeFields(fields, root, value, completion) : null,
  };
}

/** The name under which the data has a field; another than the client's where that would have clashed in the plan. */
export type KeyOf = (field: FieldNode) => string;

type Compiling = Collecting & {
  readonly keyOf: KeyOf;
  readonly forbidden: ReadonlyMap<FieldNode, Demand>;
};

interface ShapedField {
  readonly responseName: string;
  readonly key: string;
  /** Undefined for __typename. */
  readonly complete: Complete | undefined;
}

function compileFields(
  compiling: Compiling,
  type: GraphQLObjectType | GraphQLInterfaceType,
  selectionSets: readonly SelectionSetNode[],
): readonly ShapedField[] {
  return [...collectFields(compiling, type, selectionSets)].map(([responseName, nodes]) => {
    const [first] = nodes;
    const name = first.name.value;
    const field = type.getFields()[name];
    const key = compiling.keyOf(first);
    if (name === '__typename') return { responseName, key, complete: undefined };
    if (field === undefined) return { responseName, key: responseName, complete: (value: unknown) => value };
    const permitted = nodes.filter((node) => !compiling.forbidden.has(node));
    if (permitted.length === 0)
      return { responseName, key, complete: isNonNullType(field.type) ? bubble : nothing };
    const below = permitted.flatMap(({ selectionSet }) => selectionSet ?? []);
    return { responseName, key, complete: compileType(compiling, field.type, below, `${type.name}.${name}`) };
  });
}

const nothing: Complete = () => null;
const bubble: Complete = () => BUBBLE;

function isIntrospection(name: string): boolean {
  return name === '__schema' || name === '__type';
}

function compileType(
  compiling: Compiling,
  type: GraphQLOutputType,
  selectionSets: readonly SelectionSetNode[],
  what: string,
): Complete {
  if (isNonNullType(type))
    return demandValue(compileType(compiling, type.ofType, selectionSets, what), what, type);
  if (isListType(type))
    return completeList(compileType(compiling, type.ofType, selectionSets, what), what, type);
  const named = getNamedType(type);
  if (isLeafType(named)) return completeLeaf(leafCheck(named), what, named.name);
  return isObjectType(named)
    ? completeObject(compiling, named, selectionSets, what)
    : isAbstractType(named)
      ? completeAbstract(compiling, named, selectionSets, what)
      : () => null;
}

function completeObject(
  compiling: Compiling,
  type: GraphQLObjectType | GraphQLInterfaceType,
  selectionSets: readonly SelectionSetNode[],
  what: string,
): Complete {
  let fields: readonly ShapedField[] | undefined;
  return (value, completion) => {
    if (value === null || value === undefined) return null;
    if (!isJsonObject(value)) return wrong(completion, what, type.name);
    fields ??= compileFields(compiling, type, selectionSets);
    return completeFields(fields, type, value, completion);
  };
}

/**
 * By the type that the value says it has, which must be one that clients may see. A subgraph that knows an interface as an object
 * tells no type, and none is needed where nothing asked depends on it.
 */
function completeAbstract(
  compiling: Compiling,
  abstract: GraphQLAbstractType,
  selectionSets: readonly SelectionSetNode[],
  what: string,
): Complete {
  const types = compiling.schema.getPossibleTypes(abstract);
  const ofType = new Map(
    types.map((type) => [type.name, completeObject(compiling, type, selectionSets, what)]),
  );
  const untold =
    isInterfaceType(abstract) && !asksForType(compiling, abstract, selectionSets)
      ? completeObject(compiling, abstract, selectionSets, what)
      : undefined;
  return (value, completion) => {
    if (value === null || value === undefined) return null;
    if (!isJsonObject(value)) return wrong(completion, what, abstract.name);
    const typeName = ownValue(value, '__typename');
    const isUntold = typeName === undefined || typeName === abstract.name;
    const complete = isUntold ? untold : typeof typeName === 'string' ? ofType.get(typeName) : undefined;
    return complete === undefined
      ? wrong(completion, what, `one of the types of ${abstract.name}`)
      : complete(value, completion);
  };
}

/** Whether the answer for an object of the interface depends on which of its types the object is. */
function asksForType(
  { schema, fragments }: Compiling,
  type: GraphQLInterfaceType,
  selectionSets: readonly SelectionSetNode[],
): boolean {
  const asks = (selection: SelectionNode): boolean => {
    if (selection.kind === Kind.FIELD) return selection.name.value === '__typename';
    const fragment =
      selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
    const condition = schema.getType(fragment?.typeCondition?.name.value ?? type.name);
    const isWider = condition === type || (isAbstractType(condition) && schema.isSubType(condition, type));
    return !isWider || (fragment?.selectionSet.selections ?? []).some(asks);
  };
  return selectionSets.some(({ selections }) => selections.some(asks));
}

function completeFields(
  fields: readonly ShapedField[],
  type: GraphQLObjectType | GraphQLInterfaceType,
  value: JsonObject,
  completion: Completion,
): unknown {
  const object = emptyObject();
  for (const { responseName, key, complete } of fields) {
    if (complete === undefined) {
      object[responseName] = type.name;
      continue;
    }
    completion.path.push(responseName);
    const completed = complete(ownValue(value, key), completion);
    completion.path.pop();
    if (completed === BUBBLE) return null;
    object[responseName] = completed;
  }
  return object;
}
