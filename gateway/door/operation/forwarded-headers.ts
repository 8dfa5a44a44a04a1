/**
 * Of the named headers those that were sent, by their names in lower case; a payload of connection_init comes before the headers
 * of its upgrade. Undefined where there is none.
 */
export function forwardedOf(
  names: readonly string[],
  ...sources: readonly Readonly<Record<string, unknown>>[]
): Readonly<Record<string, string>> | undefined {
  if (names.length === 0) return undefined;
  const found: Record<string, string> = {};
  for (const name of names.map((one) => one.toLowerCase())) {
    const value = sources.map((source) => valueOf(source, name)).find((one) => one !== undefined);
    if (value !== undefined) found[name] = value;
  }
  return Object.keys(found).length === 0 ? undefined : found;
}

/** What cannot stand in a header counts as absent. */
function valueOf(source: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const key = Object.keys(source).find((one) => one.toLowerCase() === name);
  const value = key === undefined ? undefined : source[key];
  return typeof value === 'string' && /^[\t\x20-\x7e\x80-\xff]*$/.test(value) ? value : undefined;
}
