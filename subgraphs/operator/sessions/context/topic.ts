const WORDS_SHOWN = 3;
const SHORTEST_WORD = 4;

/** Words that say nothing of a subject, in both languages. */
const EMPTY = new Set(
  'about after again also because been before being could does doing done each even every from have here into just know like make many more most much need only other please really said same show some such tell than thank thanks that their them then there these they thing this those through time very want was were what when where which while will with would your ahora algo antes aqui así aunque bien cada como cómo con cosa cual cuál cuando cuándo cuanto cuánto dame decir dime donde dónde ella ellos entonces entre eres esta está estan están este esto estos favor gracias hacer hasta mucho muy nada necesito otra otro para pero porque puede puedes puedo quiero sabe según siempre sobre solo sólo también tanto tiene tienes toda todo todos unas unos usted'.split(
    ' ',
  ),
);

/** The words that the user comes back to, most frequent first: those of at least two messages. Null where there is none. */
export function topicOf(userMessages: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const message of userMessages)
    for (const word of new Set(message.toLowerCase().match(/\p{L}[\p{L}\d_-]*/gu) ?? []))
      if (word.length >= SHORTEST_WORD && !EMPTY.has(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const words = [...counts]
    .filter(([, count]) => count >= 2)
    .sort(([one, of], [other, than]) => than - of || (one < other ? -1 : 1))
    .slice(0, WORDS_SHOWN)
    .map(([word]) => word);
  return words.length === 0 ? null : words.join(', ');
}
