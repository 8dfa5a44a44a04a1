import { problemWords, type RequestError } from './problem-words.ts';

export interface Outcome {
  readonly ok: boolean;
  /** The result's code, such as PLAN_CHANGED; null where the result has none or did not come. */
  readonly code: string | null;
  /** What became of it, in words. */
  readonly words: string;
  readonly correlationId: string | null;
}

/** What a mutation came to: refusals are data, failures are errors, and both end as words. */
export function outcomeOf(data: unknown, error: RequestError | undefined, unknown: string): Outcome {
  const payload = firstField(data);
  if (payload === undefined) {
    const words = error === undefined ? `${unknown}. No answer came.` : problemWords(unknown, error);
    return { ok: false, code: null, words, correlationId: null };
  }
  const ok = payload['ok'] === true;
  const code = textOf(payload['code']);
  const failure = payload['error'] as { readonly message?: unknown } | null | undefined;
  const words = textOf(payload['message']) ?? textOf(failure?.message) ?? code ?? (ok ? 'done' : 'refused');
  return {
    ok,
    code,
    words: ok && words === 'OK' ? 'done' : words,
    correlationId: textOf(payload['correlationId']),
  };
}

function firstField(data: unknown): Record<string, unknown> | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const fields = Object.entries(data).filter(([name]) => name !== '__typename');
  const value: unknown = fields[0]?.[1];
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
