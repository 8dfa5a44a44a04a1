/** A regular verb in the forms that people write to madre in, without accents. */
export interface VerbForms {
  /** What one says to have it done, the infinitive included. */
  readonly wishes: readonly string[];
  /** What is said of it as it happens. */
  readonly presents: readonly string[];
  readonly pasts: readonly string[];
  readonly participles: readonly string[];
}

/**
 * `despertar:despiert` is a verb whose stem is another where it is stressed. The imperative of "tú" is also the present of "él":
 * it is among the wishes alone.
 */
export function formsOf(verb: string): VerbForms {
  const [infinitive = '', stressed] = verb.split(':');
  const stem = infinitive.slice(0, -2);
  const strong = stressed ?? stem;
  return infinitive.endsWith('ar')
    ? firstConjugation(infinitive, stem, strong)
    : otherConjugations(infinitive, stem, strong);
}

function firstConjugation(infinitive: string, stem: string, strong: string): VerbForms {
  return {
    wishes: [
      infinitive,
      ...[`${strong}a`, `${stem}a`],
      ...['e', 'es', 'en'].map((end) => beforeE(strong) + end),
      ...[`${beforeE(stem)}emos`, `${stem}aras`, `${stem}ando`],
    ],
    presents: [`${strong}as`, `${strong}an`, `${stem}amos`, `${stem}ara`, `${stem}aran`, `${stem}aba`],
    pasts: [`${beforeE(stem)}e`, `${stem}o`, `${stem}aste`, `${stem}aron`],
    participles: ['ado', 'ada', 'ados', 'adas'].map((end) => stem + end),
  };
}

function otherConjugations(infinitive: string, stem: string, strong: string): VerbForms {
  return {
    wishes: [
      infinitive,
      ...[`${strong}e`, `${stem}e`, `${stem}i`],
      ...['a', 'as', 'an'].map((end) => strong + end),
      ...[`${stem}amos`, `${infinitive}as`, `${stem}iendo`],
    ],
    presents: [`${strong}o`, `${strong}es`, `${strong}en`, `${infinitive}a`, `${infinitive}an`, `${stem}ia`],
    pasts: [`${stem}i`, `${stem}io`, `${stem}iste`, `${stem}ieron`],
    participles: ['ido', 'ida', 'idos', 'idas'].map((end) => stem + end),
  };
}

/** apagar: apague; tocar: toque; finalizar: finalice. */
function beforeE(stem: string): string {
  if (stem.endsWith('c')) return `${stem.slice(0, -1)}qu`;
  if (stem.endsWith('z')) return `${stem.slice(0, -1)}c`;
  return stem.endsWith('g') ? `${stem}u` : stem;
}
