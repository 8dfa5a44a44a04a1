export class LineTooLong extends Error {
  override readonly name = 'LineTooLong';
}

/**
 * The lines of a byte stream, decoded as UTF-8, without empty ones. Throws LineTooLong as soon as one exceeds `maxCharacters`,
 * so that a peer cannot fill the memory. The last line need not end in a newline.
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  maxCharacters: number,
): AsyncIterable<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.length > maxCharacters)
        throw new LineTooLong(`a line is longer than ${maxCharacters} characters`);
      if (line.trim() !== '') yield line;
    }
    if (rest.length > maxCharacters)
      throw new LineTooLong(`a line is longer than ${maxCharacters} characters`);
  }
  rest += decoder.decode();
  if (rest.trim() !== '') yield rest;
}
