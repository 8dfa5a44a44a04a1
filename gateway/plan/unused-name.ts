/** The wanted name, or one with a number, that no alias, variable or field of the operation has. */
export function unusedName(wanted: string, query: string): string {
  const used = new Set<string>(query.match(/[A-Za-z_]\w*/g));
  let name = wanted;
  for (let number = 1; used.has(name); number += 1) name = `${wanted}${number}`;
  return name;
}
