import { CodedError } from '../../platform/errors.ts';

/** The resolver of a field that is in the contract before it is in the code. Nothing is returned that could be taken for an answer. */
export function notImplemented(what: string): () => never {
  return () => {
    throw new CodedError('NOT_IMPLEMENTED', { what });
  };
}

export function notImplementedStream(what: string): { readonly subscribe: () => never } {
  return { subscribe: notImplemented(what) };
}
