import { CodedError } from '../../../platform/errors.ts';
import type { Actor } from '../../../platform/request-context.ts';

/** The door checks what a client asks; what is asked on its behalf is checked here, with its own scopes. */
export function hasScope({ scopes }: Actor, scope: string): boolean {
  return scopes.includes('*') || scopes.includes(scope);
}

/** Throws FORBIDDEN as the door would. */
export function demandScope(actor: Actor, scope: string, what: string): void {
  if (!hasScope(actor, scope)) throw new CodedError('FORBIDDEN', { scope, what });
}
