import type { Services } from '../services/services.ts';
import type { WindowRecord } from '../windows/record/window-record.ts';
import { isGone } from '../windows/state/window-state.ts';
import type { ServiceUnit } from './service-unit.ts';
import type { View } from './view.ts';

/** The services to look at once the view has changed; `before`: the windows that were known until then. */
export function dueLooks(
  { view, services }: { readonly view: View; readonly services: Pick<Services, 'get'> },
  units: Iterable<ServiceUnit>,
  before: readonly WindowRecord[],
): ReadonlySet<string> {
  const known = new Set(before.filter(isClosing).map(({ id }) => id));
  // One look for each window that began to close: what failed to start needs no stop, and nobody knows yet that it is gone.
  const released = view.windows
    .filter((window) => isClosing(window) && !known.has(window.id))
    .flatMap(({ closure }) => closure)
    .filter((name) => !isGone(services.get(name)));
  // What waits for a dependency in vain says so, and takes it back.
  const blocked = [...units]
    .filter((unit) => unit.operation === null && view.blockerOf(unit) !== unit.blockedBy)
    .map(({ service }) => service.name);
  return new Set([...view.actions().map(({ service }) => service), ...released, ...blocked]);
}

function isClosing({ state }: WindowRecord): boolean {
  return state === 'CLOSING';
}
