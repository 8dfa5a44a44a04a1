import type { ResultCode } from '../../schema/generated/madre.ts';

/** What a mutation of the power side comes to. A refusal is data, and changed nothing. */
export type Outcome<T> = { readonly ok: true; readonly value: T; readonly message?: string } | Refusal;

export interface Refusal {
  readonly ok: false;
  readonly code: Exclude<ResultCode, 'OK'>;
  readonly message: string;
}

export function refuse(code: Refusal['code'], message: string): Refusal {
  return { ok: false, code, message };
}
