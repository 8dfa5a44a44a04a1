import {
  Kind,
  visit,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type InlineFragmentNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { CodedError } from '../../../platform/errors.ts';
import { isListing, typeBelow } from './listing-field.ts';

export const listLimits = {
  /** Of one list in an argument or a variable. */
  items: 1_000,
  /** That an operation may ask for, by what its arguments say of the length of lists. */
  rows: 1_000_000,
} as const;

/** Arguments that say how long a list may be, on fields that give one: elsewhere they may be a price, or anything. */
const LENGTHS: ReadonlySet<string> = new Set(['first', 'last', 'limit', 'tail']);

type FragmentNode = Pick<InlineFragmentNode, 'typeCondition'>;
type Variables = Readonly<Record<string, unknown>>;

/** OPERATION_TOO_COMPLEX where a list that is sent is too long, or where lists of lists would give too much. */
export function listRefusal(
  query: string,
  document: DocumentNode,
  variables: unknown,
  schema: GraphQLSchema,
): CodedError | undefined {
  const items = Math.max(longestLiteral(query, document), longestIn(variables));
  if (items > listLimits.items) return tooMany('items in a list', listLimits.items, items);
  const rows = rowsAsked(document, isRecord(variables) ? variables : {}, schema);
  return rows > listLimits.rows ? tooMany('rows', listLimits.rows, rows) : undefined;
}

function tooMany(what: string, limit: number, found: number): CodedError {
  return new CodedError('OPERATION_TOO_COMPLEX', { what, limit, found });
}

function longestLiteral(query: string, document: DocumentNode): number {
  let longest = 0;
  if (query.includes('['))
    visit(document, { ListValue: ({ values }) => void (longest = Math.max(longest, values.length)) });
  return longest;
}

/** Variables are nested at most as deep as unstorable-text.ts allows. */
function longestIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const inner = Object.values(value).map(longestIn);
  return inner.reduce(
    (longest, length) => Math.max(longest, length),
    Array.isArray(value) ? value.length : 0,
  );
}

/** Of the operation that asks for most. */
function rowsAsked(document: DocumentNode, variables: Variables, schema: GraphQLSchema): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  return document.definitions.reduce(
    (most, node) =>
      node.kind === Kind.OPERATION_DEFINITION
        ? Math.max(most, rowsOf(node, fragments, variables, schema))
        : most,
    0,
  );
}

function rowsOf(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  variables: Variables,
  schema: GraphQLSchema,
): number {
  /** Each fragment is measured once; one that is circular is left to validation. */
  const measured = new Map<string, number>();

  function ofFragment(name: string): number {
    const known = measured.get(name);
    if (known !== undefined) return known;
    measured.set(name, 0);
    const fragment = fragments.get(name);
    const rows = fragment === undefined ? 0 : ofSelections(fragment.selectionSet, typeOn(fragment));
    measured.set(name, rows);
    return rows;
  }
  function typeOn({ typeCondition }: FragmentNode): GraphQLNamedType | undefined {
    return typeCondition && schema.getType(typeCondition.name.value);
  }
  function ofField(field: FieldNode, parent: GraphQLNamedType | undefined): number {
    if (field.selectionSet === undefined) return 0;
    const name = field.name.value;
    const length = isListing(schema, parent, name) ? lengthOf(field, operation, variables) : 1;
    return length * (1 + ofSelections(field.selectionSet, typeBelow(parent, name)));
  }
  function ofSelections({ selections }: SelectionSetNode, parent: GraphQLNamedType | undefined): number {
    return selections.reduce((sum, selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return sum + ofFragment(selection.name.value);
      if (selection.kind === Kind.FIELD) return sum + ofField(selection, parent);
      const type = selection.typeCondition === undefined ? parent : typeOn(selection);
      return sum + ofSelections(selection.selectionSet, type);
    }, 0);
  }
  return ofSelections(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined);
}

function lengthOf(
  { arguments: given = [] }: FieldNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): number {
  const lengths = given
    .filter(({ name }) => LENGTHS.has(name.value))
    .map(({ value }) => numberOf(value, operation, variables));
  return Math.min(Math.max(1, ...lengths), Number.MAX_SAFE_INTEGER);
}

/** One where it is no number: validation, or the field, says so. */
function numberOf(value: ValueNode, operation: OperationDefinitionNode, variables: Variables): number {
  if (value.kind === Kind.INT) return Number(value.value);
  if (value.kind !== Kind.VARIABLE) return 1;
  const name = value.name.value;
  const sent = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (typeof sent === 'number') return sent;
  const definition = operation.variableDefinitions?.find(({ variable }) => variable.name.value === name);
  const fallback = definition?.defaultValue;
  return fallback?.kind === Kind.INT ? Number(fallback.value) : 1;
}

function isRecord(value: unknown): value is Variables {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
