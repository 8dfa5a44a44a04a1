/** Where the texts of messages are so short that their number is what takes time. */
export const MOST_ROWS = 1_000;

/** What of `rows` is done in one turn: up to this one, with which their texts hold `bytes` or more. Undefined where there are none. */
export function endOfSlice(
  rows: readonly { readonly seq: number; readonly bytes: number }[],
  bytes: number,
): number | undefined {
  let held = 0;
  const full = rows.find((row) => (held += row.bytes) >= bytes);
  return (full ?? rows.at(-1))?.seq;
}
