import { CodedError } from '../../../platform/errors.ts';

/** Names the service, where it was looked for and what came instead. */
export function unreachable(
  target: { readonly service: string; readonly url: string },
  cause: unknown,
): CodedError {
  return new CodedError(
    'SERVICE_UNREACHABLE',
    { service: target.service, url: target.url, problem: describe(cause) },
    cause,
  );
}

/** Errors, and the events by which a WebSocket tells of its close or failure. */
function describe(cause: unknown): string {
  if (typeof cause !== 'object' || cause === null) return String(cause);
  if ('message' in cause && typeof cause.message === 'string' && cause.message !== '') return cause.message;
  // An AggregateError of several refused addresses says why only in its code.
  if ('code' in cause && typeof cause.code === 'string') return cause.code;
  if ('code' in cause && typeof cause.code === 'number')
    return closing(cause.code, 'reason' in cause ? cause.reason : '');
  return cause instanceof Error ? cause.name : 'the connection failed';
}

function closing(code: number, reason: unknown): string {
  return typeof reason === 'string' && reason !== ''
    ? `the connection closed with ${code} ${reason}`
    : `the connection closed with ${code}`;
}
