/** What the gateway put beside an error: its code, the correlation id, and facts such as `service` or `scope`. */
export type ErrorFacts = Readonly<Record<string, unknown>>;

/** One error of an answer, as GraphQL writes it. */
export interface WireError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: ErrorFacts;
}

/**
 * Everything that goes wrong between a client and the gateway. `code` is one of the gateway's (docs/errors.md of the project), or
 * UNREACHABLE (no connection, or it broke), TIMED_OUT (the client's own limit), INVALID_ANSWER (what came is no GraphQL), or
 * CLIENT_CLOSED. What a caller's own signal ends rejects with that signal's reason instead, as fetch does.
 */
export class Vx11Error extends Error {
  override readonly name = 'Vx11Error';
  readonly code: string;
  /** The id under which the gateway's log and audit know it; undefined where no answer came. */
  readonly correlationId: string | undefined;
  /** Whether sending the same again may help. */
  readonly retryable: boolean;
  /** Milliseconds to wait before that, where the gateway said so. */
  readonly retryAfterMs: number | undefined;
  /** The field that is null because of it. */
  readonly path: readonly (string | number)[] | undefined;
  readonly facts: ErrorFacts;
  /** All errors of an answer that failed as a whole, this one first. */
  readonly errors: readonly Vx11Error[];

  constructor(
    code: string,
    message: string,
    details: {
      readonly facts?: ErrorFacts | undefined;
      readonly path?: readonly (string | number)[] | undefined;
      readonly cause?: unknown;
      readonly others?: readonly Vx11Error[];
    } = {},
  ) {
    super(message, details.cause === undefined ? {} : { cause: details.cause });
    const facts = details.facts ?? {};
    this.code = code;
    this.facts = facts;
    this.correlationId = typeof facts['correlationId'] === 'string' ? facts['correlationId'] : undefined;
    this.retryAfterMs = typeof facts['retryAfterMs'] === 'number' ? facts['retryAfterMs'] : undefined;
    this.retryable = passingCodes.has(code);
    this.path = details.path;
    this.errors = [this, ...(details.others ?? [])];
  }
}

/** Those that may be gone when the same is sent again. */
const passingCodes: ReadonlySet<string> = new Set([
  'RATE_LIMITED',
  'SERVICE_ASLEEP',
  'SERVICE_UNREACHABLE',
  'CIRCUIT_OPEN',
  'DOWNSTREAM_SERVICE_ERROR',
  'DEADLINE_EXCEEDED',
  'INTERNAL_ERROR',
  'UNREACHABLE',
  'TIMED_OUT',
]);

export function errorFromWire({ message, path, extensions }: WireError): Vx11Error {
  const code = extensions?.['code'];
  return new Vx11Error(typeof code === 'string' ? code : 'INTERNAL_ERROR', message, {
    facts: extensions,
    path,
  });
}

/** The first of the errors of an answer, with all of them in `errors`. */
export function errorFromAll(errors: readonly WireError[]): Vx11Error {
  const [first, ...others] = errors;
  if (first === undefined) return new Vx11Error('INVALID_ANSWER', 'the answer has neither data nor errors');
  const { code, message, facts, path } = errorFromWire(first);
  return new Vx11Error(code, message, { facts, path, others: others.map(errorFromWire) });
}
