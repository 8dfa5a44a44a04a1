import { setMaxListeners } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { tokenFromHeaders, tokenFromPayload, type VerifyToken } from '../../platform/auth.ts';
import {
  acceptCorrelationId,
  CORRELATION_HEADER,
  type Actor,
  type RequestContext,
} from '../../platform/request-context.ts';

/** One accepted WebSocket connection: who it is, and until when. */
export interface Connection {
  readonly actor: Actor;
  /** Aborts when the socket is closed. */
  readonly signal: AbortSignal;
  /** The context of its next operation; each has a correlation id of its own, which begins with the connection's. */
  nextContext(signal: AbortSignal): RequestContext;
  end(): void;
}

export type Admission = Connection | 'missing' | 'wrong';

/** The token may be in the connection_init payload, which browsers can send, or in the headers of the upgrade. */
export function admit(
  verify: VerifyToken,
  upgrade: IncomingMessage,
  payload: Readonly<Record<string, unknown>> | undefined,
): Admission {
  const verdict = verify(tokenFromPayload(payload) ?? tokenFromHeaders(upgrade.headers));
  if (verdict.verdict !== 'ok') return verdict.verdict;
  const { actor } = verdict;
  const correlationId = acceptCorrelationId(
    payload?.[CORRELATION_HEADER] ?? upgrade.headers[CORRELATION_HEADER],
  ).slice(0, ROOM_FOR_NUMBER);
  const ending = new AbortController();
  // One for each operation that runs.
  setMaxListeners(0, ending.signal);
  let operations = 0;
  return {
    actor,
    signal: ending.signal,
    nextContext(signal) {
      operations += 1;
      return { correlationId: `${correlationId}.${operations}`, actor, signal };
    },
    end: () => ending.abort(new Error('the client left')),
  };
}

/** Of the 128 characters of a correlation id. */
const ROOM_FOR_NUMBER = 112;
