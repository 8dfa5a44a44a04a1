/** What Spanish hangs onto a word: "apágamelo" is "apaga", "horita" is "hora". The word itself is not among them. */
export function withoutEndings(word: string): readonly string[] {
  return [...withoutPronouns(word), ...withoutDiminutive(word)].filter((rest) => rest.length >= SHORTEST);
}

const SHORTEST = 3;
const PRONOUNS = /(?:[mts]e|nos|les?)?(?:l[oae]s?|[mts]e|nos)$/;

function withoutPronouns(word: string): readonly string[] {
  const both = word.replace(PRONOUNS, '');
  const one = word.replace(/(?:l[oae]s?|[mts]e|nos)$/, '');
  return both === word ? [] : [both, one];
}

function withoutDiminutive(word: string): readonly string[] {
  const found = /^(.+?)c?it([oa]s?)$/.exec(word);
  return found === null ? [] : [`${found[1] ?? ''}${found[2] ?? ''}`, `${found[1] ?? ''}e`];
}
