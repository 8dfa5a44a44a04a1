interface Dependent {
  readonly dependsOn: readonly string[];
}

/** The named services and all they depend on, in start order: each level depends only on earlier ones. Unknown names are left out. */
export function closureOf(
  services: ReadonlyMap<string, Dependent>,
  names: Iterable<string>,
): readonly (readonly string[])[] {
  const levelOf = new Map<string, number>();
  for (const name of names) findLevel(services, name, levelOf);
  const levels: string[][] = [];
  for (const [name, level] of levelOf) {
    while (levels.length <= level) levels.push([]);
    levels[level]?.push(name);
  }
  return levels.map((level) => level.sort());
}

/** One cycle of dependsOn as its path, such as [a, b, a]; undefined where there is none. */
export function findCycle(services: ReadonlyMap<string, Dependent>): readonly string[] | undefined {
  const done = new Set<string>();
  for (const name of services.keys()) {
    const cycle = cycleFrom(services, name, [], done);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

/** The length of the longest chain below; the catalog has no cycles. */
function findLevel(
  services: ReadonlyMap<string, Dependent>,
  name: string,
  levelOf: Map<string, number>,
): number {
  const known = levelOf.get(name);
  const service = services.get(name);
  if (known !== undefined || service === undefined) return known ?? -1;
  const level = 1 + Math.max(-1, ...service.dependsOn.map((below) => findLevel(services, below, levelOf)));
  levelOf.set(name, level);
  return level;
}

function cycleFrom(
  services: ReadonlyMap<string, Dependent>,
  name: string,
  path: readonly string[],
  done: Set<string>,
): readonly string[] | undefined {
  if (path.includes(name)) return [...path.slice(path.indexOf(name)), name];
  if (done.has(name)) return undefined;
  for (const below of services.get(name)?.dependsOn ?? []) {
    const cycle = cycleFrom(services, below, [...path, name], done);
    if (cycle !== undefined) return cycle;
  }
  done.add(name);
  return undefined;
}
