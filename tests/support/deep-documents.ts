/** Hardly nested to the eye, and as deep as it is long to whoever follows the fragments. */
export function fragmentsInFragments(
  length: number,
  innermost = '__typename',
  { head = '{ ...F0 }', type = 'Query' } = {},
): string {
  const links = Array.from({ length }, (_none, n) => `fragment F${n} on ${type} { ...F${n + 1} }`);
  return [head, ...links, `fragment F${length} on ${type} { ${innermost} }`].join(' ');
}
