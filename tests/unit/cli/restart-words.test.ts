import { expect, test } from 'vitest';
import { restartWords } from '../../../cli/chat/restart-words.ts';

test.each([
  ['second', 'second starts over'],
  // Whether madre answers is not known yet: with --no-fallback nobody does.
  [null, 'no other engine starts over'],
])('text that is void is told, and that %j takes over', (to, words) => {
  const step = { from: 'first', to, reason: 'it stalled', discardedCharacters: 11 };
  expect(restartWords(step)).toBe(`first failed (it stalled): the 11 characters above are void; ${words}`);
});
