import {
  Kind,
  OperationTypeNode,
  parseType,
  print,
  visit,
  type ArgumentNode,
  type ASTNode,
  type DocumentNode,
  type FieldNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type VariableDefinitionNode,
} from 'graphql';

/** How a subscription field is resumed, as the schema's @resumable and its types say. */
export interface ResumableField {
  /** The field of each event that holds its place: null where a stream cannot go on behind it, as in the middle of a snapshot. */
  readonly cursor: string;
  /** The argument that takes the last one seen, and its type. */
  readonly argument: string;
  readonly argumentType: string;
  /** Of a union: the members that have the cursor. Empty for an object. */
  readonly members: readonly string[];
  /** The field that tells a snapshot of now from a change; null where there is no such difference. */
  readonly kind: string | null;
}

/** By the name of the root field. */
export type ResumableFields = Readonly<Record<string, ResumableField>>;

/** A subscription as it is sent, and how its events are read. */
export interface StreamPlan {
  readonly field: string;
  readonly query: string;
  /** What is sent to go on after a cursor; undefined where the field cannot. */
  readonly resumption: { readonly query: string; readonly variable: string } | undefined;
  /** The event without what was added to the selection; its cursor and whether it is a snapshot. */
  read(data: unknown): { readonly data: unknown; readonly cursor: unknown; readonly isSnapshot: boolean };
  /** Whether the caller says where it begins, so that beginning again tells the same. */
  hasStart(variables: Readonly<Record<string, unknown>>): boolean;
}

const CURSOR_ALIAS = 'resumeCursor';
const KIND_ALIAS = 'resumeKind';
const VARIABLE = 'resumeAfter';

/** Of a document with one subscription, which has one root field. Throws TypeError otherwise. */
export function planStream(document: DocumentNode, fields: ResumableFields): StreamPlan {
  const [operation, second] = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const root = operation?.selectionSet.selections[0];
  if (
    operation?.operation !== OperationTypeNode.SUBSCRIPTION ||
    second !== undefined ||
    root?.kind !== Kind.FIELD
  )
    throw new TypeError('subscribe() takes a document with one subscription and its field');
  const field = root.name.value;
  const rule = Object.hasOwn(fields, field) ? fields[field] : undefined;
  const key = root.alias?.value ?? field;
  if (rule === undefined) {
    const read: StreamPlan['read'] = (data) => ({ data, cursor: undefined, isSnapshot: false });
    return { field, query: print(document), resumption: undefined, read, hasStart: () => false };
  }
  const asked = withSelections(root, addedSelections(rule));
  const rest = document.definitions.filter((node) => node !== operation);
  return {
    field,
    query: print({ ...document, definitions: [withRoot(operation, asked), ...rest] }),
    resumption: { query: print(continuing(document, operation, asked, rule)), variable: VARIABLE },
    read: (data) => readEvent(data, key),
    hasStart: (variables) => startOf(root, operation, rule.argument, variables),
  };
}

function addedSelections({ cursor, members, kind }: ResumableField): readonly SelectionNode[] {
  const place = aliased(CURSOR_ALIAS, cursor);
  const places = members.map((member): SelectionNode => ({
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: { kind: Kind.NAMED_TYPE, name: nameOf(member) },
    selectionSet: { kind: Kind.SELECTION_SET, selections: [place] },
  }));
  return [
    ...(members.length === 0 ? [place] : places),
    ...(kind === null ? [] : [aliased(KIND_ALIAS, kind)]),
  ];
}

/** The caller's own starting point gives way to the cursor, and a variable that only it used is not declared. */
function continuing(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  root: FieldNode,
  { argument, argumentType }: ResumableField,
): DocumentNode {
  const after: ArgumentNode = {
    kind: Kind.ARGUMENT,
    name: nameOf(argument),
    value: { kind: Kind.VARIABLE, name: nameOf(VARIABLE) },
  };
  const others = (root.arguments ?? []).filter(({ name }) => name.value !== argument);
  const asked = withRoot(operation, { ...root, arguments: [...others, after] });
  const rest = document.definitions.filter((node) => node !== operation);
  const used = variablesIn([asked.selectionSet, ...rest]);
  const declared: VariableDefinitionNode = {
    kind: Kind.VARIABLE_DEFINITION,
    variable: { kind: Kind.VARIABLE, name: nameOf(VARIABLE) },
    type: parseType(argumentType, { noLocation: true }),
  };
  const kept = (operation.variableDefinitions ?? []).filter(({ variable }) => used.has(variable.name.value));
  return { ...document, definitions: [{ ...asked, variableDefinitions: [...kept, declared] }, ...rest] };
}

function variablesIn(nodes: readonly ASTNode[]): ReadonlySet<string> {
  const used = new Set<string>();
  for (const node of nodes) visit(node, { Variable: ({ name }) => void used.add(name.value) });
  return used;
}

function readEvent(data: unknown, key: string): ReturnType<StreamPlan['read']> {
  const event = isRecord(data) ? data[key] : undefined;
  if (!isRecord(data) || !isRecord(event)) return { data, cursor: undefined, isSnapshot: false };
  const { [CURSOR_ALIAS]: cursor, [KIND_ALIAS]: kind, ...rest } = event;
  const isSnapshot = typeof kind === 'string' && (kind === 'SNAPSHOT' || kind.endsWith('Snapshot'));
  return { data: { ...data, [key]: rest }, cursor: cursor ?? undefined, isSnapshot };
}

function startOf(
  root: FieldNode,
  operation: OperationDefinitionNode,
  argument: string,
  variables: Readonly<Record<string, unknown>>,
): boolean {
  const value = root.arguments?.find(({ name }) => name.value === argument)?.value;
  if (value?.kind !== Kind.VARIABLE) return value !== undefined && value.kind !== Kind.NULL;
  const given = variables[value.name.value];
  if (given !== undefined) return given !== null;
  const fallback = operation.variableDefinitions?.find(
    ({ variable }) => variable.name.value === value.name.value,
  )?.defaultValue;
  return fallback !== undefined && fallback.kind !== Kind.NULL;
}

function withSelections(root: FieldNode, added: readonly SelectionNode[]): FieldNode {
  const selections = [...(root.selectionSet?.selections ?? []), ...added];
  return { ...root, selectionSet: { kind: Kind.SELECTION_SET, selections } };
}

function withRoot(operation: OperationDefinitionNode, root: FieldNode): OperationDefinitionNode {
  return { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections: [root] } };
}

function aliased(alias: string, name: string): FieldNode {
  return { kind: Kind.FIELD, alias: nameOf(alias), name: nameOf(name) };
}

function nameOf(value: string) {
  return { kind: Kind.NAME, value } as const;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
