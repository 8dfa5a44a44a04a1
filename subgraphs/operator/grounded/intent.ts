export type Intent = 'overview' | 'windows' | 'services' | 'help';

/** The first rule that matches; English and Spanish together, as users mix them. */
const rules: readonly (readonly [Exclude<Intent, 'overview'>, RegExp])[] = [
  [
    'windows',
    /\b(windows?|ventanas?|lease|deadline|remaining|time left|how long|tiempo|queda[n]?|cu[aá]nto falta)/i,
  ],
  ['help', /\b(help|ayuda|what can (you|i)|qu[eé] puedes?|how do i|c[oó]mo (abro|hago|despierto|puedo))/i],
  [
    'services',
    /\b(services?|servicios?|components?|componentes?|running|corriendo|encendid[oa]s?|what runs|qu[eé] corre)/i,
  ],
];

export function intentOf(message: string): Intent {
  return rules.find(([, pattern]) => pattern.test(message))?.[0] ?? 'overview';
}
