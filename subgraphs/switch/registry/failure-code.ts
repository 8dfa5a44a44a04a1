import type { CompletionEvent } from '../../../schema/completion.ts';
import { assertNever } from '../../../platform/assert-never.ts';
import type { EngineFailureKind } from '../engines/engine.ts';

export type CompletionFailureCode = Extract<CompletionEvent, { readonly type: 'failed' }>['code'];

/** How a failed call of an engine is named to clients. */
export function failureCode(kind: EngineFailureKind): CompletionFailureCode {
  switch (kind) {
    case 'RATE_LIMITED':
      return 'RATE_LIMITED';
    case 'REFUSED':
    case 'UNAUTHORIZED':
    case 'CONTEXT_TOO_LONG':
    case 'CONTENT_FILTERED':
      return 'ENGINE_REFUSED';
    case 'TIMEOUT_FIRST':
      return 'FIRST_TOKEN_TIMEOUT';
    case 'TIMEOUT_IDLE':
      return 'IDLE_TIMEOUT';
    case 'TIMEOUT_TOTAL':
      return 'TOTAL_TIMEOUT';
    case 'UNAVAILABLE':
    case 'CONNECT':
    case 'BAD_RESPONSE':
      return 'ENGINE_UNAVAILABLE';
    default:
      return assertNever(kind);
  }
}
