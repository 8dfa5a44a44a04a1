import type { GraphQLError } from 'graphql';
import type { SubscribeMessage } from 'graphql-ws';
import type { Clock } from '../../../platform/clock.ts';
import { CodedError } from '../../../platform/errors.ts';
import { asGraphQLError } from '../../../platform/graphql/as-graphql-error.ts';
import type { Graph } from '../../graph.ts';
import type { RateLimits } from '../../limits/rate-limits.ts';
import type { TrustedDocuments } from '../../limits/trusted/trusted-documents.ts';
import { socketLimits } from '../../limits/socket/socket-limits.ts';
import type { Connection } from '../connection.ts';
import type { PlannedOperation } from '../../supergraph.ts';
import type { Hub } from '../hub/hub.ts';
import { beginOperation, type BegunOperation, type OperationLimits } from '../operation.ts';
import type { Presenter } from '../present.ts';
import { SocketSubscription, type Endings } from './socket-subscription.ts';
import type { SocketWriter } from './socket-writer.ts';

export interface OperationParts {
  readonly graph: Graph;
  readonly hub: Hub;
  readonly presenter: Presenter;
  readonly clock: Clock;
  readonly limits: OperationLimits;
  readonly rateLimits?: RateLimits;
  /** Where only some operations are answered. */
  readonly trusted?: TrustedDocuments | undefined;
}

type BegunStream = Extract<BegunOperation, { readonly kind: 'stream' }>;

/** A query or mutation under way. One that its client completed may still run, and is then answered to nobody. */
type Single = { readonly kind: 'single' };

/** The operations of one WebSocket, by the ids that its client gave them. */
export class SocketOperations implements Endings {
  readonly #parts: OperationParts;
  readonly #writer: SocketWriter;
  readonly #underWay = new Map<string, SocketSubscription | Single>();
  /** Those that the client completed and that still run included. */
  #running = 0;

  constructor(parts: OperationParts, writer: SocketWriter) {
    this.#parts = parts;
    this.#writer = writer;
  }

  has(id: string): boolean {
    return this.#underWay.has(id);
  }

  /** Answers with `next`, `complete` and `error` messages; never throws on what a client sent. */
  begin({ id, payload }: SubscribeMessage, caller: Connection): void {
    if (this.#running >= socketLimits.liveOperations)
      return this.#refuse(id, [tooManyOperations()], caller.nextContext(caller.signal).correlationId);
    const query = this.#parts.trusted?.textOf(payload) ?? payload.query;
    if (typeof query !== 'string')
      return this.#refuse(id, [query], caller.nextContext(caller.signal).correlationId);
    const text = {
      query,
      variables: payload.variables ?? {},
      operationName: payload.operationName ?? undefined,
    };
    const begun = beginOperation({ ...this.#parts, caller, text, extensions: payload.extensions });
    if (begun.kind === 'refused') return this.#refuse(id, begun.errors, begun.correlationId);
    this.#running += 1;
    if (begun.kind === 'stream') this.#listen(id, begun, caller);
    else this.#answer(id, begun);
  }

  /** The client wants no more; nothing is said in return, and the id is free. */
  complete(id: string): void {
    const operation = this.#underWay.get(id);
    this.#underWay.delete(id);
    if (!(operation instanceof SocketSubscription)) return;
    this.#running -= 1;
    operation.end();
  }

  completed(id: string): void {
    this.#forget(id);
    this.#writer.send({ id, type: 'complete' });
  }

  failed(id: string, error: GraphQLError, correlationId: string): void {
    this.#forget(id);
    this.#refuse(id, [error], correlationId);
  }

  /** The client has read: what waited for it goes out. */
  flush(): void {
    for (const subscription of this.#subscriptions()) subscription.flush();
  }

  reauthorise({ actor }: Connection): void {
    for (const subscription of this.#subscriptions()) subscription.reauthorise(actor);
  }

  /** The client is gone. */
  end(): void {
    for (const subscription of this.#subscriptions()) subscription.end();
    this.#underWay.clear();
  }

  #subscriptions(): SocketSubscription[] {
    return [...this.#underWay.values()].filter((operation) => operation instanceof SocketSubscription);
  }

  #answer(id: string, begun: Extract<BegunOperation, { readonly kind: 'single' }>): void {
    const own: Single = { kind: 'single' };
    this.#underWay.set(id, own);
    // It never rejects.
    void begun.run().then((result) => {
      this.#running -= 1;
      // Completed by the client, and perhaps begun anew.
      if (this.#underWay.get(id) !== own) return;
      this.#underWay.delete(id);
      const payload = this.#parts.presenter.result(result, begun.correlationId);
      this.#writer.send({ id, type: 'next', payload });
      this.#writer.send({ id, type: 'complete' });
    });
  }

  #listen(id: string, { operation, refusal }: BegunStream, caller: Connection): void {
    const { context } = operation;
    const { correlationId } = context;
    const subscription = new SocketSubscription({ id, correlationId }, this.#writer, this);
    this.#underWay.set(id, subscription);
    if (refusal === undefined) return this.#subscribe(subscription, operation);
    // It never rejects.
    void refusal.then((refused) => {
      // Completed by the client, or the client is gone.
      if (this.#underWay.get(id) !== subscription) return;
      if (refused !== undefined) return subscription.fail(refused);
      // Its token may have changed while the count was waited for.
      this.#subscribe(subscription, { ...operation, context: { ...context, actor: caller.actor } });
    });
  }

  #subscribe(subscription: SocketSubscription, operation: PlannedOperation): void {
    try {
      subscription.begin(this.#parts.hub.subscribe(operation, subscription));
    } catch (error) {
      subscription.fail(asGraphQLError(error, 'the subscription'));
    }
  }

  #forget(id: string): void {
    this.#underWay.delete(id);
    this.#running -= 1;
  }

  #refuse(id: string, errors: readonly GraphQLError[], correlationId: string): void {
    this.#writer.send({ id, type: 'error', payload: this.#parts.presenter.errors(errors, correlationId) });
  }
}

function tooManyOperations(): CodedError {
  const problem = `one connection may have ${socketLimits.liveOperations} operations under way, and has them`;
  return new CodedError('RATE_LIMITED', { problem });
}
