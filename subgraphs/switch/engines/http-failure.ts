import { EngineFailure } from './engine.ts';

export interface FailedAnswer {
  readonly status: number;
  /** The header's value. */
  readonly retryAfter: string | undefined;
  /** The beginning of the body, only to look for words in it. */
  readonly text: string;
}

/** What an HTTP status other than 200 means. */
export function statusFailure({ status, retryAfter, text }: FailedAnswer, nowMs: number): EngineFailure {
  if (status === 401 || status === 403)
    return new EngineFailure('UNAUTHORIZED', `it refused the key (HTTP ${status})`);
  if (status === 429) {
    return new EngineFailure(
      'RATE_LIMITED',
      'it asks for fewer requests (HTTP 429)',
      parseRetryAfter(retryAfter, nowMs),
    );
  }
  if (status >= 500)
    return new EngineFailure('UNAVAILABLE', `it failed (HTTP ${status})`, parseRetryAfter(retryAfter, nowMs));
  if (status >= 400 && TOO_LONG.test(text))
    return new EngineFailure('CONTEXT_TOO_LONG', `the conversation is too long for it (HTTP ${status})`);
  if (status >= 400 && FILTERED.test(text))
    return new EngineFailure('CONTENT_FILTERED', `its content filter refused the request (HTTP ${status})`);
  if (status >= 400) return new EngineFailure('REFUSED', `it refused the request (HTTP ${status})`);
  if (status >= 300)
    return new EngineFailure('REFUSED', `it redirects elsewhere (HTTP ${status}), which is not followed`);
  return new EngineFailure('BAD_RESPONSE', `it answered HTTP ${status} instead of a stream`);
}

/** As OpenAI, DeepSeek, llama.cpp, vLLM and Ollama word it; there is no common code. */
const TOO_LONG =
  /context_length_exceeded|exceed_context_size|context (length|size|window)|maximum context|too many tokens/i;
const FILTERED = /content_filter|content_policy|content management policy|Content Exists Risk/i;

/** RFC 9110: seconds, or a date. */
function parseRetryAfter(value: string | undefined, nowMs: number): number | null {
  if (value === undefined) return null;
  if (/^\d{1,9}$/.test(value)) return Number(value);
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - nowMs) / 1_000));
}

/** Codes of errors before a connection exists; all others happened on one. */
const CONNECT_CODES = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const TLS_CODE = /^ERR_(TLS|SSL)|CERT|SELF_SIGNED|UNABLE_TO_VERIFY/;

/** What a thrown error means. Names its code only, which holds no secret; an error without one is a fault of ours and stays as it is. */
export function toEngineFailure(error: unknown): unknown {
  if (error instanceof EngineFailure) return error;
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error;
  if (CONNECT_CODES.has(error.code))
    return new EngineFailure('CONNECT', `no connection came about (${error.code})`);
  if (TLS_CODE.test(error.code))
    return new EngineFailure('CONNECT', `no secure connection came about (${error.code})`);
  if (error.code.startsWith('HPE_'))
    return new EngineFailure('BAD_RESPONSE', `it does not speak HTTP (${error.code})`);
  return new EngineFailure('UNAVAILABLE', `the connection broke (${error.code})`);
}
