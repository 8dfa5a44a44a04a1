import type { ServiceRecord } from '../../services/service-record.ts';

interface Dependent {
  readonly dependsOn: readonly string[];
}

/** What a service waits for in vain: the lowest of its dependencies that is in trouble itself; undefined where there is none. */
export function troubleBelow(
  name: string,
  services: ReadonlyMap<string, Dependent>,
  recordOf: (name: string) => ServiceRecord | undefined,
  seen = new Set<string>(),
): ServiceRecord | undefined {
  for (const below of services.get(name)?.dependsOn ?? []) {
    const record = recordOf(below);
    if (record === undefined || record.state === 'READY' || seen.has(below)) continue;
    seen.add(below);
    const root = troubleBelow(below, services, recordOf, seen);
    if (root !== undefined) return root;
    if (isInTrouble(record)) return record;
  }
  return undefined;
}

/** A failure lasts through the tries that follow it, so that what waits above does not change with each of them. */
function isInTrouble({ state, failure }: ServiceRecord): boolean {
  return state === 'MISSING' || (failure !== null && failure.code !== 'DEPENDENCY_FAILED');
}
