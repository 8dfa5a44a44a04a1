import type { RequestHandler } from 'express';
import type { VerifyToken } from '../../platform/auth.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/log.ts';
import type { Graph } from '../graph.ts';
import type { RateLimits } from '../limits/rate-limits.ts';
import type { Hub } from './hub/hub.ts';
import type { OperationLimits } from './operation.ts';
import { createPresenter } from './present.ts';
import { EventStream, type EventStreamRequest } from './event-stream.ts';

export interface EventStreamsOptions {
  readonly graph: Graph;
  readonly hub: Hub;
  readonly verify: VerifyToken;
  readonly clock: Clock;
  readonly log: Logger;
  readonly limits: OperationLimits;
  readonly rateLimits?: RateLimits;
}

export interface EventStreams {
  /** Every operation of a client that would rather have an event stream than JSON; others are left to the next handler. */
  readonly serve: (read: (...of: Parameters<RequestHandler>) => EventStreamRequest) => RequestHandler;
  /** The tokens have changed: streams whose token opens nothing any more end, others are judged anew. */
  revalidate(): void;
  /** Ends each stream without a `complete`, so that clients come back. Idempotent. */
  close(): void;
}

const JSON_TYPES = ['application/graphql-response+json', 'application/json'];
const STREAM_TYPE = 'text/event-stream';
const BEAT_EVERY_MS = 12_000;

/** GraphQL over SSE in distinct connections mode: one POST, one operation, one stream of `next` and `complete`. */
export function createEventStreams(options: EventStreamsOptions): EventStreams {
  const { clock, verify, log } = options;
  const parts = { ...options, presenter: createPresenter(log) };
  const streams = new Set<EventStream>();
  let isClosed = false;

  let cancelBeat = clock.after(BEAT_EVERY_MS, beat);
  function beat(): void {
    cancelBeat = clock.after(BEAT_EVERY_MS, beat);
    for (const stream of [...streams]) stream.beat();
  }

  return {
    serve: (read) => (request, response, next) => {
      if (request.method !== 'POST' || request.accepts([...JSON_TYPES, STREAM_TYPE]) !== STREAM_TYPE) {
        next();
        return;
      }
      const stream = new EventStream(response, parts, read(request, response, next));
      streams.add(stream);
      response.once('close', () => {
        streams.delete(stream);
        stream.end();
      });
      stream.begin();
      if (isClosed) stream.leave();
    },
    revalidate() {
      for (const stream of [...streams]) stream.revalidate(verify);
    },
    close() {
      isClosed = true;
      cancelBeat();
      for (const stream of [...streams]) stream.leave();
    },
  };
}
