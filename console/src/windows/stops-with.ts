import type { ServiceRowFragment, WindowRowFragment } from '../generated/graphql.ts';
import { holdersOf } from './holders.ts';

/** What ending a window stops, and what other windows and the core keep up, as far as the last events tell. */
export function stopsWith(
  window: Pick<WindowRowFragment, 'id' | 'closure'>,
  windows: readonly WindowRowFragment[],
  services: ReadonlyMap<string, Pick<ServiceRowFragment, 'kind'>>,
): { readonly stops: readonly string[]; readonly stays: readonly string[] } {
  const names = window.closure.map(({ name }) => name);
  const others = windows.filter(({ id }) => id !== window.id);
  const kept = (name: string): boolean =>
    services.get(name)?.kind === 'CORE' || holdersOf(name, others).length > 0;
  return { stops: names.filter((name) => !kept(name)), stays: names.filter(kept) };
}
