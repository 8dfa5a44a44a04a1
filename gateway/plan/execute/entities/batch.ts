import { Kind, print, type DocumentNode, type FieldNode, type OperationDefinitionNode } from 'graphql';
import type { CompiledFetch } from '../fetch/compiled-fetch.ts';

/** Fetches that go to their subgraph as one operation, once all that each waits for has ended. */
export interface Batch {
  readonly subgraph: string;
  /** The fetches of one slot ask the same of different objects, so their objects are asked about in one list. */
  readonly slots: readonly (readonly CompiledFetch[])[];
  /** The positions of the batches that must have ended. */
  readonly waitsFor: readonly number[];
  /** Whether another batch of the plan might ask the same at the same time. */
  readonly mayRepeat: boolean;
  /** The operation that asks these slots, made once. */
  operationOf(slots: readonly number[]): BatchOperation;
}

export interface BatchOperation {
  readonly query: string;
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  /** Of each slot asked: the key of its answer in the data, and the variable with its representations. */
  readonly keys: readonly string[];
  readonly representations: readonly string[];
}

export function createBatch(
  subgraph: string,
  slots: readonly (readonly [CompiledFetch, ...CompiledFetch[]])[],
  rest: Pick<Batch, 'waitsFor' | 'mayRepeat'>,
): Batch {
  const operations = new Map<string, BatchOperation>();
  return {
    subgraph,
    slots,
    ...rest,
    operationOf(asked) {
      const key = asked.join();
      const known = operations.get(key);
      if (known !== undefined) return known;
      const first = asked.flatMap((slot) => slots[slot]?.[0] ?? []);
      const operation = first.length === 1 ? single(first) : combined(first);
      operations.set(key, operation);
      return operation;
    },
  };
}

function single([fetch]: readonly CompiledFetch[]): BatchOperation {
  if (fetch === undefined) throw new Error('a batch was sent without a fetch');
  const { query, document, operationName } = fetch;
  return { query, document, operationName, keys: ['_entities'], representations: ['representations'] };
}

/** `_entities` of each under an alias, and each its own variable for representations; the client's variables are the same in all. */
function combined(fetches: readonly CompiledFetch[]): BatchOperation {
  const operations = fetches.map(operationOf);
  const definitions = new Map(
    operations.flatMap(({ variableDefinitions = [] }, slot) =>
      variableDefinitions.map((definition) => {
        const name = renamed(definition.variable.name.value, slot);
        return [name, { ...definition, variable: variableOf(name) }] as const;
      }),
    ),
  );
  const [first] = operations;
  if (first === undefined) throw new Error('a batch was sent without a fetch');
  const operation: OperationDefinitionNode = {
    ...first,
    variableDefinitions: [...definitions.values()],
    selectionSet: { kind: Kind.SELECTION_SET, selections: operations.map(aliased) },
  };
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation] };
  return {
    query: print(document),
    document,
    operationName: first.name?.value,
    keys: fetches.map((_, slot) => `_${slot}`),
    representations: fetches.map((_, slot) => renamed('representations', slot)),
  };
}

function aliased(operation: OperationDefinitionNode, slot: number): FieldNode {
  const field = entitiesOf(operation);
  if (field === undefined) throw new Error('a fetch of entities was planned without _entities');
  const value = variableOf(renamed('representations', slot));
  return {
    ...field,
    alias: nameOf(`_${slot}`),
    arguments: [{ kind: Kind.ARGUMENT, name: nameOf('representations'), value }],
  };
}

function renamed(variable: string, slot: number): string {
  return variable === 'representations' ? `representations_${slot}` : variable;
}

function variableOf(name: string) {
  return { kind: Kind.VARIABLE, name: nameOf(name) } as const;
}

function nameOf(value: string) {
  return { kind: Kind.NAME, value } as const;
}

export function operationOf({ document }: CompiledFetch): OperationDefinitionNode {
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) throw new Error('a fetch was planned without an operation');
  return operation;
}

export function entitiesOf({ selectionSet }: OperationDefinitionNode): FieldNode | undefined {
  return selectionSet.selections.find(
    (selection): selection is FieldNode =>
      selection.kind === Kind.FIELD && selection.name.value === '_entities',
  );
}
