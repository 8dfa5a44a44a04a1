import { randomUUID } from 'node:crypto';

/** Who asks: the name of a token, never its value. */
export interface Actor {
  readonly name: string;
  readonly scopes: readonly string[];
  /** Came without a token, where none is demanded. Not passed on. */
  readonly isAnonymous?: true;
}

/** What travels with every request through every hop, and into every log line, audit entry, event and error. */
export interface RequestContext {
  readonly correlationId: string;
  readonly actor: Actor;
  /** Aborts when the client is gone or the deadline has passed. */
  readonly signal: AbortSignal;
  /** The client's own headers that subgraphs are to see, by their names in lower case. */
  readonly forwarded?: Readonly<Record<string, string>>;
  /** Present where what sleeps is to be woken for this request. Not passed on. */
  readonly wake?: WakeWish;
  /** Its answer is to say how it came about. Not passed on. */
  readonly explain?: true;
  /** Is told what this request asks of subgraphs, where its client wants to know. Not passed on. */
  readonly watcher?: RequestWatcher;
}

/** How long what sleeps is to be kept awake, and how long the request may wait for it. */
export interface WakeWish {
  readonly ttlSec: number;
  readonly waitMs: number;
}

export interface RequestWatcher {
  /** One fetch is over. `outcome` is ok, errors, or the code of the error in the place of an answer. */
  fetched(fetch: { readonly subgraph: string; readonly outcome: string; readonly ms: number }): void;
}

/** The actor of what nobody asked for: deadlines, drift, the reconciler, start and stop. */
export const systemActor: Actor = { name: 'system', scopes: ['*'] };

export const CORRELATION_HEADER = 'x-correlation-id';
const ACTOR_HEADER = 'x-vx11-actor';
const SCOPES_HEADER = 'x-vx11-scopes';

/** Printable, short and free of separators: it goes into headers, logs and file names. */
const CORRELATION_FORM = /^[A-Za-z0-9._:-]{1,128}$/;

export function newCorrelationId(): string {
  // As one string of its own: randomUUID's is a chain of twenty parts, and every subscription keeps one.
  return Buffer.from(randomUUID(), 'latin1').toString('latin1');
}

/** The client's id where it is well formed, else a new one: a hostile header never reaches a log line. */
export function acceptCorrelationId(candidate: unknown): string {
  return typeof candidate === 'string' && CORRELATION_FORM.test(candidate) ? candidate : newCorrelationId();
}

export function systemContext(signal: AbortSignal, correlationId = newCorrelationId()): RequestContext {
  return { correlationId, actor: systemActor, signal };
}

/** What a remote link sends. Trusted by the receiver only together with the subgraph token. */
export function toHopHeaders(context: RequestContext): Record<string, string> {
  return {
    [CORRELATION_HEADER]: context.correlationId,
    [ACTOR_HEADER]: encodeURIComponent(context.actor.name),
    [SCOPES_HEADER]: context.actor.scopes.join(','),
  };
}

/** The receiving side of toHopHeaders; the caller has checked the subgraph token. */
export function fromHopHeaders(
  headers: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): RequestContext {
  const actor = headers[ACTOR_HEADER];
  const scopes = headers[SCOPES_HEADER];
  return {
    correlationId: acceptCorrelationId(headers[CORRELATION_HEADER]),
    actor: {
      name: (typeof actor === 'string' ? decode(actor) : undefined) ?? UNKNOWN_ACTOR,
      scopes: typeof scopes === 'string' ? scopes.split(',').filter(Boolean) : [],
    },
    signal,
  };
}

/**
 * What a remote link puts into the `extensions.hop` of an operation over WebSocket, where one connection carries the
 * requests of many; trusted only on a connection that was opened with the subgraph token.
 */
export function toHopExtension(context: RequestContext): {
  correlationId: string;
  actor: string;
  scopes: string[];
} {
  return {
    correlationId: context.correlationId,
    actor: context.actor.name,
    scopes: [...context.actor.scopes],
  };
}

/** The receiving side of toHopExtension; whatever is malformed counts as absent. */
export function fromHopExtension(hop: unknown, signal: AbortSignal): RequestContext {
  const { correlationId, actor, scopes } =
    typeof hop === 'object' && hop !== null ? (hop as Readonly<Record<string, unknown>>) : {};
  return {
    correlationId: acceptCorrelationId(correlationId),
    actor: {
      name: typeof actor === 'string' ? actor : UNKNOWN_ACTOR,
      scopes: Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === 'string') : [],
    },
    signal,
  };
}

const UNKNOWN_ACTOR = 'unknown';

function decode(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}
