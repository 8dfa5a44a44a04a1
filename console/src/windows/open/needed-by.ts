/** Each dependency of what was picked, and who needs it. Circles end where they began. */
export function neededBy(
  picked: readonly string[],
  services: ReadonlyMap<string, { readonly dependsOn: readonly { readonly name: string }[] }>,
): ReadonlyMap<string, string> {
  const needed = new Map<string, string>();
  const queue = [...picked];
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    for (const dependency of services.get(name)?.dependsOn ?? []) {
      if (needed.has(dependency.name) || picked.includes(dependency.name)) continue;
      needed.set(dependency.name, name);
      queue.push(dependency.name);
    }
  }
  return needed;
}
