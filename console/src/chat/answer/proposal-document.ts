/**
 * The document that a proposal stands for. A proposal carries its whole GraphQL, or only the name of a mutation whose
 * arguments are its variables; then `known` has the console's own document of that name.
 */
export function proposalDocument(mutation: string, known: Readonly<Record<string, string>>): string | null {
  const text = mutation.trim();
  if (/^(mutation\b|\{)/.test(text)) return text;
  return known[text] ?? null;
}
