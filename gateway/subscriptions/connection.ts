import { setMaxListeners } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { tokenFromHeaders, tokenFromPayload, type VerifyToken } from '../../platform/auth.ts';
import {
  acceptCorrelationId,
  CORRELATION_HEADER,
  type Actor,
  type RequestContext,
} from '../../platform/request-context.ts';
import { forwardedOf } from '../door/operation/forwarded-headers.ts';

export type Admission = Connection | 'missing' | 'wrong';

/** The token may be in the connection_init payload, which browsers can send, or in the headers of the upgrade. */
export function admit(
  verify: VerifyToken,
  upgrade: IncomingMessage,
  payload: Readonly<Record<string, unknown>> | undefined,
  forwardedHeaders: readonly string[] = [],
): Admission {
  const token = tokenFromPayload(payload) ?? tokenFromHeaders(upgrade.headers);
  const verdict = verify(token);
  if (verdict.verdict !== 'ok') return verdict.verdict;
  const correlationId = acceptCorrelationId(
    payload?.[CORRELATION_HEADER] ?? upgrade.headers[CORRELATION_HEADER],
  ).slice(0, ROOM_FOR_NUMBER);
  const forwarded = forwardedOf(forwardedHeaders, payload ?? {}, upgrade.headers);
  return new Connection({ token, correlationId, forwarded }, verdict.actor);
}

/** What the client said of itself. */
interface Introduction {
  readonly token: string | undefined;
  readonly correlationId: string;
  readonly forwarded: RequestContext['forwarded'] | undefined;
}

/** One accepted WebSocket connection: who it is, and until when. */
export class Connection {
  readonly #introduction: Introduction;
  #actor: Actor;
  #operations = 0;
  /** Made when first needed: most connections only listen. */
  #ending: AbortController | undefined;

  constructor(introduction: Introduction, actor: Actor) {
    this.#introduction = introduction;
    this.#actor = actor;
  }

  get actor(): Actor {
    return this.#actor;
  }

  /** Aborts when the socket is closed. */
  get signal(): AbortSignal {
    if (this.#ending === undefined) {
      this.#ending = new AbortController();
      // One for each operation that runs.
      setMaxListeners(0, this.#ending.signal);
    }
    return this.#ending.signal;
  }

  /** The context of its next operation; each has a correlation id of its own, which begins with the connection's. */
  nextContext(signal: AbortSignal): RequestContext {
    this.#operations += 1;
    const { correlationId, forwarded } = this.#introduction;
    const context = { correlationId: `${correlationId}.${this.#operations}`, actor: this.#actor, signal };
    return forwarded === undefined ? context : { ...context, forwarded };
  }

  /** Looks at its token again: 'gone' where it opens nothing any more, 'changed' where it opens something else. */
  revalidate(verify: VerifyToken): 'same' | 'changed' | 'gone' {
    const verdict = verify(this.#introduction.token);
    if (verdict.verdict !== 'ok') return 'gone';
    const before = this.#actor;
    this.#actor = verdict.actor;
    return isSameActor(before, verdict.actor) ? 'same' : 'changed';
  }

  end(): void {
    this.#ending?.abort(new Error('the client left'));
  }
}

/** Of the 128 characters of a correlation id. */
const ROOM_FOR_NUMBER = 112;

function isSameActor(one: Actor, other: Actor): boolean {
  return one.name === other.name && [...one.scopes].sort().join() === [...other.scopes].sort().join();
}
