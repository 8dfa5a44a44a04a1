import {
  getNamedType,
  Kind,
  parse,
  print,
  type ExecutionResult,
  type FieldNode,
  type GraphQLSchema,
  type SelectionNode,
} from 'graphql';
import { unusedName } from '../../plan/unused-name.ts';

/** Of what an event tells the state: a later event of the same key makes it worthless to who has not read it yet. */
export interface EventKey {
  /** The upstream operation, with the key added under an alias that the client never sees. */
  readonly query: string;
  readonly keyOf: (event: ExecutionResult) => string | undefined;
}

/**
 * The subscriptions whose events are states, by field and type of the event, with the path to what tells one subject from another.
 * All others are logs, of which every event counts.
 */
const STATES: ReadonlyMap<string, readonly string[]> = new Map([
  ['windowChanged: WindowEvent', ['window', 'id']],
  ['serviceChanged: ServiceEvent', ['service', 'name']],
  ['serviceStats: ServiceStats', ['service', 'name']],
  ['featureFlagChanged: FeatureFlag', ['key']],
  ['intentChanged: Intent', ['id']],
  ['sessionChanged: Session', ['id']],
  ['browserTaskChanged: BrowserTask', ['id']],
  ['conductorRunChanged: ConductorRun', ['id']],
  ['statusChanged: SystemStatus', []],
  ['metricsChanged: Metrics', []],
  ['engineChanged: Engine', ['id']],
  ['queueChanged: QueueStatus', []],
  ['taskChanged: SwitchTask', ['id']],
]);

/** The wanted name; a client's operation may have it. */
const KEY = 'vx11Key';

/** Undefined where the events are a log. */
export function planEventKey(query: string, schema: GraphQLSchema): EventKey | undefined {
  const document = parse(query, { noLocation: true });
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  const root = operation?.selectionSet.selections.find((selection) => selection.kind === Kind.FIELD);
  const type = root && schema.getSubscriptionType()?.getFields()[root.name.value]?.type;
  if (!operation || !root || !type) return undefined;
  const path = STATES.get(`${root.name.value}: ${getNamedType(type).name}`);
  if (path === undefined) return undefined;
  const alias = unusedName(KEY, query);
  const withKey: FieldNode = {
    ...root,
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: [...(root.selectionSet?.selections ?? []), ...selectionOf(alias, path)],
    },
  };
  const selectionSet = { kind: Kind.SELECTION_SET, selections: [withKey] } as const;
  const name = root.alias?.value ?? root.name.value;
  return {
    query: print({ ...document, definitions: [{ ...operation, selectionSet }] }),
    keyOf: (event) => keyAt(event.data?.[name], alias, path.length),
  };
}

function selectionOf(alias: string, [field, ...deeper]: readonly string[]): SelectionNode[] {
  if (field === undefined) return [];
  const selections = selectionOf(alias, deeper);
  return [
    {
      kind: Kind.FIELD,
      alias: { kind: Kind.NAME, value: alias },
      name: { kind: Kind.NAME, value: field },
      ...(selections.length === 0 ? {} : { selectionSet: { kind: Kind.SELECTION_SET, selections } }),
    },
  ];
}

/** The one key of all where there is nothing to tell subjects apart; undefined for an event that failed. */
function keyAt(subject: unknown, alias: string, depth: number): string | undefined {
  let value = subject;
  if (value === null || value === undefined) return undefined;
  for (let level = 0; level < depth; level += 1) value = valueAt(value, alias);
  if (depth === 0) return '';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function valueAt(object: unknown, name: string): unknown {
  return typeof object === 'object' && object !== null && Object.hasOwn(object, name)
    ? (object as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
