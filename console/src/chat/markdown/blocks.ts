/**
 * A text cut where blocks end, so that a growing answer parses only its last piece again. Joined they are the text. All but the
 * last are settled: nothing that follows changes them.
 */
export function blocksOf(text: string): readonly string[] {
  const blocks: string[] = [];
  let block = '';
  let fence: string | null = null;
  let blank = false;
  for (const line of text.split(/(?<=\n)/)) {
    if (blank && fence === null && begins(line, block)) {
      blocks.push(block);
      block = '';
    }
    fence = fenceAfter(line, fence);
    blank = line.trim() === '';
    block += line;
  }
  return block === '' ? blocks : [...blocks, block];
}

/** Whether a line after a blank one is a block of its own, not more of the list before it. */
function begins(line: string, block: string): boolean {
  if (line.trim() === '' || /^(\s{2,}|\t)/.test(line)) return false;
  return !(LIST_ITEM.test(block) && (LIST_ITEM.test(line) || !line.endsWith('\n')));
}

const LIST_ITEM = /^ {0,3}([-*+]|\d{1,9}[.)])(\s|$)/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;

/** The fence that is open after the line: one is closed by its own sign, at least as long. */
function fenceAfter(line: string, open: string | null): string | null {
  const sign = FENCE.exec(line)?.[1];
  if (sign === undefined) return open;
  if (open === null) return sign;
  return sign[0] === open[0] && sign.length >= open.length && line.trim() === sign ? null : open;
}
