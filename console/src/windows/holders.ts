import type { WindowRowFragment } from '../generated/graphql.ts';

type Window = Pick<WindowRowFragment, 'id' | 'state' | 'closure' | 'deadline' | 'reason' | 'openedBy'>;

/**
 * The windows that keep a component up, longest deadline first. From the windows themselves, whose events are heard: a component
 * tells of its own changes alone, and one more holder changes nothing in it.
 */
export function holdersOf<Held extends Window>(name: string, windows: Iterable<Held>): readonly Held[] {
  return [...windows]
    .filter(({ state, closure }) => holds(state) && closure.some((service) => service.name === name))
    .sort((a, b) => (b.deadline ?? FOR_EVER).localeCompare(a.deadline ?? FOR_EVER));
}

/** Sorts behind every instant. */
const FOR_EVER = '9';

/** One that waits does not hold yet, one that ends no more. */
function holds(state: Window['state']): boolean {
  return state === 'OPENING' || state === 'OPEN' || state === 'DEGRADED';
}
