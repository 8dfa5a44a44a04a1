const MOST_SENTENCES = 12;
const LONGEST_SENTENCE_CHARACTERS = 160;

/**
 * What stands for messages that are not sent: the first sentence of each, newest last, word for word. Nothing is inferred. Null where
 * there is nothing to quote.
 */
export function extractOf(droppedUserMessages: readonly string[], droppedTotal: number): string | null {
  const sentences = droppedUserMessages
    .map(firstSentence)
    .filter((sentence) => sentence !== '')
    .slice(-MOST_SENTENCES);
  if (sentences.length === 0) return null;
  const quotes = sentences.map((sentence) => `- ${sentence}`).join('\n');
  return `${droppedTotal} earlier messages are left out. The user's began:\n${quotes}`;
}

function firstSentence(message: string): string {
  const flat = message.trim().replace(/\s+/g, ' ');
  const sentence = /^.*?[.!?](?=\s|$)/u.exec(flat)?.[0] ?? flat;
  const characters = [...sentence];
  return characters.length <= LONGEST_SENTENCE_CHARACTERS
    ? sentence
    : `${characters.slice(0, LONGEST_SENTENCE_CHARACTERS - 1).join('')}…`;
}
