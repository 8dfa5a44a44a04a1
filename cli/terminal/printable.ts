const [TAB, NEWLINE, DELETE] = [9, 10, 127];

/** Text from services and engines, without the characters that would steer the terminal; tabs and line ends stay. */
export function printable(text: string): string {
  return [...text].filter(isShown).join('');
}

function isShown(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return code === TAB || code === NEWLINE || (code >= 32 && (code < DELETE || code > 159));
}
