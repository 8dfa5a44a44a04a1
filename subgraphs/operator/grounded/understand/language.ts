import { spanishVerbForms } from './lexicon.ts';

export type Language = 'en' | 'es';

const SPANISH_LETTERS = /[¿¡ñáéíóú]/i;
const SPANISH = new Set(
  'el la los las un una de del que qué en y o no es está estan están por para con como cómo cuanto cuánto cuando cuándo quien quién hay ahora abre abrir cierra ventana ventanas servicio servicios estado motor motores hola ayuda puedes puedo quiero dime muestra muy buenas buenos apaga para enciende prende cierra despierta reinicia arranca necesito dame cual quien cola memoria fallos falla politica auditoria gracias minutos tiempo va mas porfa favor al le lo les nos se su mi tu esto esta algo hoy todo todos nada pasa tiene tienen queda quedan cuantos cuanta cuantas q xq pq porq ya muy bien sin sobre desde hasta debo deberia conviene tengo nunca pares parar pare'.split(
    ' ',
  ),
);
const ENGLISH = new Set(
  'the a an of is are and or not to for with how what when who why there now open close window windows service services state status engine engines hello hi help can could please show tell me my your it this that'.split(
    ' ',
  ),
);

/** Spanish where its letters or more of its small words occur, else English. */
export function languageOf(message: string): Language {
  if (SPANISH_LETTERS.test(message)) return 'es';
  const words = message.toLowerCase().match(/\p{L}+/gu) ?? [];
  const count = (isKnown: (word: string) => boolean): number => words.filter(isKnown).length;
  const spanish = count((word) => SPANISH.has(word) || (spanishVerbForms.has(word) && !ENGLISH.has(word)));
  return spanish > count((word) => ENGLISH.has(word)) ? 'es' : 'en';
}
