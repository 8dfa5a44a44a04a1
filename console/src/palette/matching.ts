/** Those that have every word of the text in them, in their order. */
export function matching<Item extends { readonly words: string }>(
  items: readonly Item[],
  text: string,
): readonly Item[] {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
  return items.filter(({ words }) => wanted.every((word) => words.toLowerCase().includes(word)));
}
