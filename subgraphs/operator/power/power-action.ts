import { assertNever } from '../../../platform/assert-never.ts';

/** A change of power that a text may propose. Nothing here carries one out. `windowId` null: the only live window. */
export type PowerAction =
  | { readonly kind: 'open'; readonly services: readonly string[]; readonly ttlSec: number }
  | { readonly kind: 'extend'; readonly windowId: string | null; readonly addSec: number }
  | { readonly kind: 'close'; readonly windowId: string | null }
  | { readonly kind: 'stop'; readonly service: string }
  | { readonly kind: 'restart'; readonly service: string };

/** madre's bounds of a window's ttl, in seconds. */
export const SHORTEST_TTL_SEC = 10;
export const LONGEST_TTL_SEC = 86_400;

/** The mutation a person would confirm, word for word. */
export function mutationOf(action: PowerAction): {
  readonly mutation: string;
  readonly variables: Readonly<Record<string, unknown>>;
} {
  switch (action.kind) {
    case 'open': {
      const { services, ttlSec } = action;
      return { mutation: 'openWindow', variables: { input: { services, ttlSec, reason: 'chat' } } };
    }
    case 'extend': {
      const { windowId: id, addSec } = action;
      return { mutation: 'extendWindow', variables: { input: { id, addSec } } };
    }
    case 'close':
      return { mutation: 'closeWindow', variables: { input: { id: action.windowId, reason: 'chat' } } };
    case 'stop':
      return { mutation: 'stopService', variables: { name: action.service } };
    case 'restart':
      return { mutation: 'restartService', variables: { name: action.service } };
    default:
      return assertNever(action);
  }
}
