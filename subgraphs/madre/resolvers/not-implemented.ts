import { CodedError } from '../../../platform/errors.ts';

/** Resolves a field of the contract that this version does not carry out: it says so instead of answering. */
export function notImplemented(what: string): () => never {
  return () => {
    throw new CodedError('NOT_IMPLEMENTED', { what });
  };
}
