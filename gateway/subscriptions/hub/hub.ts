import { getOperationAST, print, type DocumentNode } from 'graphql';
import type { Clock } from '../../../platform/clock.ts';
import type { Logger } from '../../../platform/log.ts';
import { socketLimits } from '../../limits/socket/socket-limits.ts';
import { createTokenCounts, type TokenCounts } from '../../limits/token-counts.ts';
import { withoutReservedVariables } from '../../plan/repairs/reserved-variables.ts';
import type { PlannedOperation } from '../../supergraph.ts';
import { createPresenter } from '../present.ts';
import { canonicalJson } from './canonical-json.ts';
import type { SubscriptionSource } from './source.ts';
import type { StreamMetrics } from './stream-metrics.ts';
import { LiveSubscription, type Place, type Placing } from './live-subscription.ts';
import type { EventSink } from './subscriber.ts';
import { Topic } from './topic.ts';

/** What the hub needs of the graph; asked anew after each reload of the schema. */
export interface SubscribableGraph {
  /** Throws a coded error where the actor may not have it, a variable does not fit, or nothing answers it. */
  admitSubscription(operation: PlannedOperation): void;
  /** Made once per operation, and holding nothing of who asks. */
  sourceOf(operation: PlannedOperation): SubscriptionSource;
  /** Of the actor's scopes those that make a difference to what the operation answers. */
  scopesFor(operation: PlannedOperation): readonly string[];
}

/** Every subscription of every door. Equal ones share one upstream, one execution per event and its bytes. */
export interface Hub {
  /** Throws a coded error where the stream cannot begin at all; what fails later is told to the sink. */
  subscribe(operation: PlannedOperation, sink: EventSink): LiveSubscription;
  /**
   * The schema is another one: every stream is planned anew, and opened anew behind its subscribers' backs where its subgraph is asked
   * something else. Who asked for what they may not have any more, or what is no more, is told so.
   */
  replan(): void;
  /** Different streams that are open now, and subscribers of all of them. */
  readonly counts: { readonly topics: number; readonly subscribers: number };
  /** Ends every upstream; subscribers are told nothing, as their doors say goodbye. */
  close(): void;
}

export interface HubOptions {
  readonly graph: SubscribableGraph;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics?: StreamMetrics;
  /** Live subscriptions; by default as many as socket-limits.ts says. */
  readonly tokenCounts?: TokenCounts;
  readonly eventLimitMs: number;
}

/** Whom subgraphs see behind a stream that many share: nobody in particular, with the scopes that all of them have. */
const SHARED_ACTOR = 'subscribers';

export function createHub({ graph, clock, log, metrics, eventLimitMs, tokenCounts }: HubOptions): Hub {
  const counts = tokenCounts ?? createTokenCounts('live subscriptions', socketLimits.tokenSubscriptions);
  const parts = { clock, presenter: createPresenter(log), metrics, eventLimitMs };
  /** What is held of each is shared by all of its subscribers. */
  const places = new Map<string, Place>();
  /** With what is to be called when it ends. */
  const live = new Map<LiveSubscription, () => void>();

  function place(operation: PlannedOperation): Place {
    graph.admitSubscription(operation);
    const scopes = [...graph.scopesFor(operation)].sort();
    const key = keyOf(operation, scopes);
    const known = places.get(key);
    if (known !== undefined) return known;
    const shared = asShared(operation, scopes);
    const topic = new Topic({
      parts,
      operation: shared,
      planSource: () => graph.sourceOf(shared),
      onEmpty: () => void (places.get(key) === place && places.delete(key)),
    });
    const place = { key, topic };
    places.set(key, place);
    return place;
  }
  function onEnd(subscription: LiveSubscription): void {
    live.get(subscription)?.();
    live.delete(subscription);
  }
  const placing: Placing = { place, onEnd, metrics };

  return {
    subscribe(operation, sink) {
      const { name } = operation.context.actor;
      const excess = counts.refusal(name);
      if (excess !== undefined) throw excess;
      const subscription = new LiveSubscription(placing, withoutReservedVariables(operation), sink);
      live.set(subscription, counts.add(name));
      return subscription;
    },
    replan() {
      for (const { topic } of places.values()) topic.restart();
      for (const subscription of [...live.keys()]) subscription.judgeAnew();
    },
    get counts() {
      return { topics: places.size, subscribers: live.size };
    },
    close() {
      for (const { topic } of [...places.values()]) topic.close();
    },
  };
}

/** Equal keys, equal answers: the same operation, however it is written, with the same variables and the same rights. */
function keyOf(
  { document, operationName, variables, context }: PlannedOperation,
  scopes: readonly string[],
): string {
  return canonicalJson([
    textOf(document),
    operationName ?? null,
    declared(document, operationName, variables),
    scopes,
    context.actor.isAnonymous ?? false,
    context.forwarded ?? null,
  ]);
}

/** Others change nothing: https://spec.graphql.org/draft/#CoerceVariableValues() reads those that are declared. */
function declared(
  document: DocumentNode,
  operationName: string | undefined,
  variables: PlannedOperation['variables'],
): PlannedOperation['variables'] {
  const names = getOperationAST(document, operationName)?.variableDefinitions?.map(
    ({ variable }) => variable.name.value,
  );
  return Object.fromEntries(Object.entries(variables).filter(([name]) => names?.includes(name)));
}

/** A document is printed once, however many subscribe with it. */
const texts = new WeakMap<DocumentNode, string>();
function textOf(document: DocumentNode): string {
  const known = texts.get(document);
  if (known !== undefined) return known;
  const text = print(document);
  texts.set(document, text);
  return text;
}

function asShared(operation: PlannedOperation, scopes: readonly string[]): PlannedOperation {
  return {
    ...operation,
    context: { ...operation.context, actor: { ...operation.context.actor, name: SHARED_ACTOR, scopes } },
  };
}
