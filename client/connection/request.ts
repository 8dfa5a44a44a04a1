import type { Clock } from '../../platform/clock.ts';
import { asWireAnswer, type WireAnswer } from '../answer.ts';
import { limitTime, orAbort } from '../time-limit.ts';
import { readToken, type TokenSource } from '../token.ts';
import { Vx11Error } from '../vx11-error.ts';

export interface RequestOptions {
  /** The gateway's address, without a path. */
  readonly url: string;
  readonly token: TokenSource | undefined;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
}

export interface Operation {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export interface RequestLimits {
  readonly limitMs: number;
  readonly signals: readonly (AbortSignal | undefined)[];
  readonly correlationId?: string | undefined;
}

/**
 * One query or mutation over HTTP. Where the token is refused and the source has another one by then, it is sent once more: nothing
 * of the first ran. Rejects with Vx11Error, or with the reason of a caller's signal.
 */
export async function sendRequest(
  options: RequestOptions,
  operation: Operation,
  limits: RequestLimits,
): Promise<WireAnswer> {
  const limit = limitTime(options.clock, limits.limitMs, nameOf(operation), limits.signals);
  try {
    const token = await orAbort(readToken(options.token), limit.signal);
    const first = await post(options, operation, { token, signal: limit.signal, ...limits });
    if (!first.isRefused) return first.answer;
    const other = await orAbort(readToken(options.token), limit.signal);
    if (other === token) return first.answer;
    return (await post(options, operation, { token: other, signal: limit.signal, ...limits })).answer;
  } finally {
    limit.end();
  }
}

async function post(
  { url, fetch }: RequestOptions,
  operation: Operation,
  how: {
    readonly token: string | undefined;
    readonly signal: AbortSignal;
    readonly correlationId?: string | undefined;
  },
): Promise<{ readonly answer: WireAnswer; readonly isRefused: boolean }> {
  const headers = {
    'content-type': 'application/json',
    accept: 'application/graphql-response+json, application/json',
    ...(how.token === undefined ? {} : { 'x-vx11-token': how.token }),
    ...(how.correlationId === undefined ? {} : { 'x-correlation-id': how.correlationId }),
  };
  try {
    const body = JSON.stringify(operation);
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body, signal: how.signal });
    const text = await response.text();
    return { answer: parse(text, response.status), isRefused: [401, 403].includes(response.status) };
  } catch (error) {
    if (how.signal.aborted) throw how.signal.reason;
    if (error instanceof Vx11Error) throw error;
    throw new Vx11Error('UNREACHABLE', `no answer came from ${url}: ${reasonOf(error)}`, { cause: error });
  }
}

function parse(text: string, status: number): WireAnswer {
  try {
    return asWireAnswer(JSON.parse(text));
  } catch (error) {
    const message = `what answered (HTTP ${status}) is not this gateway: ${text.slice(0, 120)}`;
    throw new Vx11Error('INVALID_ANSWER', message, { cause: error });
  }
}

/** fetch says "fetch failed" and keeps what happened in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return cause.message !== '' ? cause.message : 'code' in cause ? String(cause.code) : error.message;
}

function nameOf({ operationName, query }: Operation): string {
  return operationName ?? query.trim().slice(0, 60);
}
