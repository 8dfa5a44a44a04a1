import { GraphQLError } from 'graphql';

type Facts = Readonly<Record<string, unknown>>;

interface CatalogueEntry {
  /** HTTP status when the whole request is refused with this code; 200 where it only nulls a part. */
  readonly http: number;
  /** Whether sending the same request again may help. */
  readonly retryable: boolean;
  readonly message: (facts: Facts) => string;
}

/**
 * Every error a client can see. Codes are never reused; docs/errors.md explains each one.
 * Facts become `extensions` beside `code`, so name them as clients should read them.
 */
export const errorCatalogue = {
  UNAUTHENTICATED: {
    http: 401,
    retryable: false,
    message: (facts) =>
      facts['problem'] !== undefined
        ? text(facts['problem'])
        : 'a token is required: send it as header x-vx11-token, as Authorization: Bearer, or as "x-vx11-token" in the connection_init payload',
  },
  FORBIDDEN: {
    http: 403,
    retryable: false,
    message: (facts) =>
      facts['scope'] === undefined
        ? text(facts['problem'] ?? 'the token sent is not one of this gateway')
        : `the token lacks scope ${text(facts['scope'])}, which ${text(facts['what'])} requires`,
  },
  RATE_LIMITED: { http: 429, retryable: true, message: (facts) => text(facts['problem']) },
  BAD_USER_INPUT: { http: 400, retryable: false, message: (facts) => text(facts['problem']) },
  GRAPHQL_PARSE_FAILED: { http: 400, retryable: false, message: (facts) => text(facts['problem']) },
  GRAPHQL_VALIDATION_FAILED: { http: 400, retryable: false, message: (facts) => text(facts['problem']) },
  OPERATION_TOO_COMPLEX: {
    http: 400,
    retryable: false,
    message: (facts) =>
      `the operation must have at most ${text(facts['limit'])} ${text(facts['what'])}, got ${text(facts['found'])}`,
  },
  PAYLOAD_TOO_LARGE: {
    http: 413,
    retryable: false,
    message: (facts) => `the request body must be at most ${text(facts['limitBytes'])} bytes`,
  },
  SERVICE_ASLEEP: {
    http: 200,
    retryable: true,
    message: (facts) => text(facts['problem'] ?? `${text(facts['service'])} is asleep`),
  },
  SERVICE_UNREACHABLE: {
    http: 200,
    retryable: true,
    message: (facts) =>
      `${text(facts['service'])} does not answer at ${text(facts['url'])}: ${text(facts['problem'])}`,
  },
  CIRCUIT_OPEN: {
    http: 200,
    retryable: true,
    message: (facts) =>
      `${text(facts['service'])} failed several times in a row and is left alone for ${text(facts['retryAfterMs'])} ms`,
  },
  SUBGRAPH_ANSWER_INVALID: {
    http: 200,
    retryable: false,
    message: (facts) =>
      `${text(facts['service'] ?? 'a subgraph')} gave what its schema does not allow: expected ${text(facts['expected'])}${facts['what'] === undefined ? '' : ` for ${text(facts['what'])}`}`,
  },
  DOWNSTREAM_SERVICE_ERROR: {
    http: 200,
    retryable: true,
    message: (facts) => `${text(facts['service'] ?? 'a subgraph')} answered with an error`,
  },
  DEADLINE_EXCEEDED: {
    http: 504,
    retryable: true,
    message: (facts) => `${text(facts['what'])} did not answer within ${text(facts['limitMs'])} ms`,
  },
  NOT_IMPLEMENTED: {
    http: 200,
    retryable: false,
    message: (facts) => `${text(facts['what'])} is part of the contract but not carried out by this version`,
  },
  INTERNAL_ERROR: {
    http: 500,
    retryable: true,
    message: () => 'something failed inside; the log has the details under this correlationId',
  },
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof errorCatalogue;

/** An error of the catalogue. Throw it where the rule breaks; whatever is not one of these is masked as INTERNAL_ERROR. */
export class CodedError extends GraphQLError {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, facts: Facts = {}, cause?: unknown) {
    const entry: CatalogueEntry = errorCatalogue[code];
    const { problem: _problem, ...shown } = facts;
    super(entry.message(facts), {
      extensions: { ...shown, code, ...(entry.http === 200 ? {} : { http: { status: entry.http } }) },
    });
    this.name = 'CodedError';
    this.code = code;
    if (cause !== undefined) this.cause = cause;
  }
}

export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(errorCatalogue, code);
}

function text(fact: unknown): string {
  return typeof fact === 'string' ? fact : (JSON.stringify(fact) ?? 'unknown');
}
