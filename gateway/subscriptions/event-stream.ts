import type { GraphQLError } from 'graphql';
import type { ServerResponse } from 'node:http';
import type { VerifyToken } from '../../platform/auth.ts';
import type { Clock } from '../../platform/clock.ts';
import { CodedError } from '../../platform/errors.ts';
import { asGraphQLError } from '../../platform/graphql/as-graphql-error.ts';
import type { RequestContext } from '../../platform/request-context.ts';
import type { Graph } from '../graph.ts';
import type { RateLimits } from '../limits/rate-limits.ts';
import type { OperationText } from '../plan/prepare.ts';
import type { PlannedOperation } from '../supergraph.ts';
import type { EventMessage } from './hub/event-message.ts';
import type { Hub } from './hub/hub.ts';
import type { LiveSubscription } from './hub/live-subscription.ts';
import type { EventSink } from './hub/subscriber.ts';
import { beginOperation, type BegunOperation, type OperationLimits } from './operation.ts';
import type { Presenter } from './present.ts';

/** What the door has read of the request. */
export interface EventStreamRequest {
  readonly text: OperationText;
  readonly token: string | undefined;
  readonly context: Omit<RequestContext, 'signal'>;
}

export interface EventStreamParts {
  readonly graph: Graph;
  readonly hub: Hub;
  readonly presenter: Presenter;
  readonly clock: Clock;
  readonly limits: OperationLimits;
  readonly rateLimits?: RateLimits;
}

type BegunStream = Extract<BegunOperation, { readonly kind: 'stream' }>;

/** What waits in the socket until events wait outside it, where they can be dropped. */
const EVENTS_WAIT_ABOVE_BYTES = 256 * 1024;
/** A client that reads nothing for so many beats is gone, whatever its socket says: it has no other way to answer. */
const MOST_UNREAD_BEATS = 3;
const NEXT = Buffer.from('event: next\ndata: ');
const END = Buffer.from('\n\n');
const COMPLETE = 'event: complete\ndata:\n\n';
const COMMENT = ':\n\n';

/**
 * One operation answered as an event stream. What is wrong with it is told as a `next` with errors and `complete`, never by the status:
 * GraphQL over SSE, "MUST report errors through an accepted SSE connection".
 */
export class EventStream implements EventSink {
  readonly #response: ServerResponse;
  readonly #parts: EventStreamParts;
  readonly #request: EventStreamRequest;
  readonly #ending = new AbortController();
  #context: RequestContext;
  #subscription: LiveSubscription | undefined;
  #waitsForReader = false;
  #unreadBeats = 0;

  constructor(response: ServerResponse, parts: EventStreamParts, request: EventStreamRequest) {
    this.#response = response;
    this.#parts = parts;
    this.#request = request;
    this.#context = { ...request.context, signal: this.#ending.signal };
  }

  begin(): void {
    this.#response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      // A proxy that buffers would hold events back.
      'x-accel-buffering': 'no',
    });
    this.#response.write(COMMENT);
    const caller = {
      signal: this.#ending.signal,
      nextContext: (signal: AbortSignal) => ({ ...this.#context, signal }),
    };
    const begun = beginOperation({ ...this.#parts, caller, text: this.#request.text });
    if (begun.kind === 'refused') return this.#refuse(begun.errors);
    if (begun.kind === 'stream') return this.#listen(begun);
    // It never rejects.
    void begun.run().then((result) => {
      this.#write(
        Buffer.from(JSON.stringify(this.#parts.presenter.result(result, this.#context.correlationId))),
      );
      this.#finish();
    });
  }

  isWritable(): boolean {
    if (this.#waitsForReader) return false;
    if (this.#response.writableLength < EVENTS_WAIT_ABOVE_BYTES) return true;
    this.#waitsForReader = true;
    this.#response.once('drain', () => {
      this.#waitsForReader = false;
      this.#unreadBeats = 0;
      this.#subscription?.flush();
    });
    return false;
  }

  next(message: EventMessage): void {
    this.#write(message.json);
  }

  complete(): void {
    this.end();
    this.#finish();
  }

  fail(error: GraphQLError): void {
    this.end();
    this.#refuse([error]);
  }

  /** To be called at regular times: shows proxies that the stream lives, and cuts a client that is gone. */
  beat(): void {
    this.#unreadBeats = this.#response.writableLength > 0 ? this.#unreadBeats + 1 : 0;
    if (this.#unreadBeats > MOST_UNREAD_BEATS) this.#response.destroy();
    else if (this.isWritable()) this.#response.write(COMMENT);
  }

  revalidate(verify: VerifyToken): void {
    const verdict = verify(this.#request.token);
    if (verdict.verdict !== 'ok') return this.fail(new CodedError('FORBIDDEN'));
    this.#context = { ...this.#context, actor: verdict.actor };
    this.#subscription?.reauthorise(verdict.actor);
  }

  /** Ends without a word that it were complete: the client may come back. */
  leave(): void {
    this.end();
    this.#response.end();
  }

  /** The client is gone, or the stream is over. Idempotent. */
  end(): void {
    this.#subscription?.end();
    if (!this.#ending.signal.aborted) this.#ending.abort(new Error('the client left'));
  }

  #listen({ operation, refusal }: BegunStream): void {
    if (refusal === undefined) return this.#subscribe(operation);
    // It never rejects.
    void refusal.then((refused) => (refused === undefined ? this.#subscribe(operation) : this.fail(refused)));
  }

  #subscribe(operation: PlannedOperation): void {
    if (this.#ending.signal.aborted) return;
    // Its token may have changed while the count was waited for.
    const context = { ...operation.context, actor: this.#context.actor };
    try {
      this.#subscription = this.#parts.hub.subscribe({ ...operation, context }, this);
    } catch (error) {
      this.fail(asGraphQLError(error, 'the subscription'));
    }
  }

  #refuse(errors: readonly GraphQLError[]): void {
    const shown = this.#parts.presenter.errors(errors, this.#context.correlationId);
    this.#write(Buffer.from(JSON.stringify({ errors: shown })));
    this.#finish();
  }

  #write(json: Buffer): void {
    if (this.#response.writableEnded || this.#response.destroyed) return;
    this.#response.cork();
    for (const part of [NEXT, json, END]) this.#response.write(part);
    this.#response.uncork();
  }

  #finish(): void {
    if (!this.#response.writableEnded) this.#response.end(COMPLETE);
  }
}
