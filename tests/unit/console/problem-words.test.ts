import { expect, test } from 'vitest';
import { problemWords, sentence } from '../../../console/src/server/problem-words.ts';

test('a server that is not heard: the thing, the reason and what to do', () => {
  const error = { networkError: new TypeError('Failed to fetch'), graphQLErrors: [] };
  expect(problemWords('No answer came', error)).toBe(
    'No answer came. The server does not answer (Failed to fetch). ' +
      'Look whether it still runs; once it does, this page reconnects by itself and you can try again.',
  );
});

test('a refusal of the server: the thing, and its own words as sentences', () => {
  const error = {
    graphQLErrors: [{ message: 'scope power:write is missing' }, { message: 'ask an admin.' }],
  };
  expect(problemWords('No window opened', error)).toBe(
    'No window opened. scope power:write is missing. ask an admin.',
  );
});

test.each([
  ['it ended', 'it ended.'],
  ['it ended.', 'it ended.'],
  ['did it end?', 'did it end?'],
])('%s reads %s', (clause, read) => {
  expect(sentence(clause)).toBe(read);
});
