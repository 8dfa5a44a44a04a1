import { startTicksIn } from '../os-process.ts';
import { hasVariable, isDead, readProcesses, variableOf, type ProcEntry } from '../proc-table.ts';

/**
 * Every process of a run is started with it, and so are its children, also in another group or session. One that is started with an
 * environment without it and leaves the group as well is not found, and outlives the run.
 */
export const RUN_VARIABLE = 'VX11_RUN';

/**
 * The living processes that carry the marker of a run, those that left its group and session among them. Those older than `startTime`,
 * as startTimeOf gives it of the run's first process, are none of its. Known on Linux only.
 */
export function carriersOf(marker: string, startTime = ''): readonly ProcEntry[] {
  const variable = `${RUN_VARIABLE}=${marker}`;
  const since = startTicksIn(startTime) ?? 0;
  // The environment is read last, and of few: each takes as long as all the rest.
  return readProcesses().filter(
    (each) => Number(each.startTicks) >= since && !isDead(each) && hasVariable(each.pid, variable),
  );
}

/** All living processes that carry a marker, by it; whichever data folder it is of. Known on Linux only. */
export function allCarriers(): ReadonlyMap<string, readonly ProcEntry[]> {
  const carriers = new Map<string, ProcEntry[]>();
  for (const each of readProcesses().filter((entry) => !isDead(entry))) {
    const marker = variableOf(each.pid, RUN_VARIABLE);
    if (marker !== undefined) carriers.set(marker, [...(carriers.get(marker) ?? []), each]);
  }
  return carriers;
}

/** The group and all descendants of its members. */
export function familyOf(groupId: number): readonly ProcEntry[] {
  const all = readProcesses();
  const family = new Map(all.filter((each) => each.groupId === groupId).map((each) => [each.pid, each]));
  for (let size = -1; size < family.size;) {
    size = family.size;
    for (const each of all) if (family.has(each.parentId)) family.set(each.pid, each);
  }
  return [...family.values()];
}
