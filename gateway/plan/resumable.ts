import {
  getNamedType,
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  parseType,
  print,
  visit,
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';
import type { ExecutionResult } from 'graphql';
import { unusedName } from './unused-name.ts';

/** @resumable of one subscription field: each event carries `cursor`, and `argument` takes the last one seen. */
export interface ResumableField {
  readonly cursor: string;
  readonly argument: string;
}

/** How to begin a stream anew after its last event. */
export interface Resumption {
  /** The upstream operation, with the cursor of each event added under an alias that the client never sees. */
  readonly query: string;
  /** The same, from variable `resumeVariable` on. */
  readonly resumeQuery: string;
  readonly resumeVariable: string;
  /** Undefined where a stream cannot go on behind the event: one that failed, or that is in the middle of a snapshot. */
  cursorOf(event: ExecutionResult): unknown;
  /**
   * Whether the event tells of now instead of a change: its `type` is SNAPSHOT, or the name of the union's member ends so. Of a snapshot
   * of several events the last has the cursor of now.
   */
  isSnapshot(event: ExecutionResult): boolean;
  /** Whether the client itself says after which event the stream begins, so that beginning again tells the same. */
  hasStart(variables: Readonly<Record<string, unknown>>): boolean;
}

/** Wanted names; a client's operation may have them. */
const CURSOR = 'vx11Cursor';
const KIND = 'vx11Kind';

/** By the name of the root field. */
export function readResumableFields(supergraphSdl: string): ReadonlyMap<string, ResumableField> {
  const found = new Map<string, ResumableField>();
  const { definitions } = parse(supergraphSdl, { noLocation: true });
  const directive = definitions.find(
    (node) => node.kind === Kind.DIRECTIVE_DEFINITION && node.name.value === 'resumable',
  );
  if (directive?.kind !== Kind.DIRECTIVE_DEFINITION) return found;
  const defaults = new Map(directive.arguments?.map(({ name, defaultValue }) => [name.value, defaultValue]));
  for (const node of definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION || node.name.value !== 'Subscription') continue;
    for (const field of node.fields ?? []) {
      const applied = field.directives?.find(({ name }) => name.value === 'resumable');
      if (applied === undefined) continue;
      const given = new Map(applied.arguments?.map(({ name, value }) => [name.value, value]));
      const read = (name: string): string | undefined => {
        const value = given.get(name) ?? defaults.get(name);
        return value?.kind === Kind.STRING ? value.value : undefined;
      };
      const [cursor, argument] = [read('cursor'), read('argument')];
      if (cursor !== undefined && argument !== undefined) found.set(field.name.value, { cursor, argument });
    }
  }
  return found;
}

/** Undefined where the stream of the operation cannot be resumed. */
export function planResumption(
  query: string,
  schema: GraphQLSchema,
  fields: ReadonlyMap<string, ResumableField>,
): Resumption | undefined {
  const document = parse(query, { noLocation: true });
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  const root = operation?.selectionSet.selections.find((selection) => selection.kind === Kind.FIELD);
  if (operation === undefined || root === undefined) return undefined;
  const rule = fields.get(root.name.value);
  const definition = schema.getSubscriptionType()?.getFields()[root.name.value];
  const argument = definition?.args.find(({ name }) => name === rule?.argument);
  if (rule === undefined || definition === undefined || argument === undefined) return undefined;
  const [cursorName, kindName] = [unusedName(CURSOR, query), unusedName(KIND, query)];
  const cursor = cursorSelections(schema, definition, aliased(cursorName, rule.cursor));
  if (cursor.length === 0) return undefined;

  const key = root.alias?.value ?? root.name.value;
  const withCursor = {
    ...root,
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: [
        ...(root.selectionSet?.selections ?? []),
        ...cursor,
        ...kindSelections(kindName, getNamedType(definition.type)),
      ],
    },
  } as const;
  return {
    query: print({ ...document, definitions: [withRoot(operation, withCursor)] }),
    resumeQuery: print({
      ...document,
      definitions: [
        continuing(withRoot(operation, withCursor), withCursor, {
          argument: rule.argument,
          variable: cursorName,
          type: String(argument.type),
        }),
      ],
    }),
    resumeVariable: cursorName,
    cursorOf: (event) => read(read(event.data, key), cursorName) ?? undefined,
    isSnapshot: (event) => namesSnapshot(read(read(event.data, key), kindName)),
    hasStart: (variables) => isGiven(root, operation, rule.argument, variables),
  };
}

/** What tells a snapshot from a change; nothing where the type makes no such difference. */
function kindSelections(alias: string, type: GraphQLNamedType): SelectionNode[] {
  if (isAbstractType(type)) return [aliased(alias, '__typename')];
  const kind = isObjectType(type) ? type.getFields()['type'] : undefined;
  const values = kind === undefined ? undefined : getNamedType(kind.type);
  if (!isEnumType(values) || values.getValue('SNAPSHOT') === undefined) return [];
  return [aliased(alias, 'type')];
}

function namesSnapshot(kind: unknown): boolean {
  return kind === 'SNAPSHOT' || (typeof kind === 'string' && kind.endsWith('Snapshot'));
}

function isGiven(
  root: FieldNode,
  operation: OperationDefinitionNode,
  argument: string,
  variables: Readonly<Record<string, unknown>>,
): boolean {
  const value = root.arguments?.find(({ name }) => name.value === argument)?.value;
  if (value?.kind !== Kind.VARIABLE) return value !== undefined && value.kind !== Kind.NULL;
  const name = value.name.value;
  if (Object.hasOwn(variables, name)) return variables[name] !== null && variables[name] !== undefined;
  const fallback = operation.variableDefinitions?.find(({ variable }) => variable.name.value === name);
  return fallback?.defaultValue !== undefined && fallback.defaultValue.kind !== Kind.NULL;
}

/** A union's cursor is a field of each member. */
function cursorSelections(
  schema: GraphQLSchema,
  field: GraphQLField<unknown, unknown>,
  selection: FieldNode,
): SelectionNode[] {
  const type = getNamedType(field.type);
  const cursor = selection.name.value;
  if (hasField(type, cursor)) return [selection];
  if (!isAbstractType(type)) return [];
  return schema
    .getPossibleTypes(type)
    .filter((member) => hasField(member, cursor))
    .map((member) => ({
      kind: Kind.INLINE_FRAGMENT,
      typeCondition: { kind: Kind.NAMED_TYPE, name: nameOf(member.name) },
      selectionSet: { kind: Kind.SELECTION_SET, selections: [selection] },
    }));
}

function hasField(type: GraphQLNamedType, name: string): boolean {
  return (isObjectType(type) || isInterfaceType(type)) && Object.hasOwn(type.getFields(), name);
}

function withRoot(operation: OperationDefinitionNode, root: FieldNode): OperationDefinitionNode {
  return { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections: [root] } };
}

/** The client's own starting point goes, and with it a variable that only it used. */
function continuing(
  operation: OperationDefinitionNode,
  root: FieldNode,
  {
    argument,
    variable,
    type,
  }: { readonly argument: string; readonly variable: string; readonly type: string },
): OperationDefinitionNode {
  const after = {
    kind: Kind.ARGUMENT,
    name: nameOf(argument),
    value: { kind: Kind.VARIABLE, name: nameOf(variable) },
  } as const;
  const resumed = withRoot(operation, {
    ...root,
    arguments: [...(root.arguments ?? []).filter(({ name }) => name.value !== argument), after],
  });
  const used = new Set<string>();
  visit(resumed.selectionSet, { Variable: ({ name }) => void used.add(name.value) });
  return {
    ...resumed,
    variableDefinitions: [
      ...(resumed.variableDefinitions ?? []).filter(({ variable }) => used.has(variable.name.value)),
      {
        kind: Kind.VARIABLE_DEFINITION,
        variable: { kind: Kind.VARIABLE, name: nameOf(variable) },
        type: parseType(type, { noLocation: true }),
      },
    ],
  };
}

function aliased(alias: string, field: string): FieldNode {
  return { kind: Kind.FIELD, alias: nameOf(alias), name: nameOf(field) };
}

function nameOf(value: string) {
  return { kind: Kind.NAME, value } as const;
}

function read(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}
