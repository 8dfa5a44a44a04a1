import { expect, test } from 'vitest';
import { stepOf } from '../../../client/verbs/chat-steps.ts';

test('text grows, reasoning stays apart, and a restart takes back what is void', () => {
  const events = [
    { __typename: 'ChatSnapshot', seq: 1, content: 'Ju', status: 'STREAMING' },
    { __typename: 'ChatDelta', seq: 2, text: 'hm', reasoning: true },
    { __typename: 'ChatDelta', seq: 3, text: 'piter', reasoning: false },
    {
      __typename: 'ChatRestarted',
      seq: 4,
      from: { id: 'a' },
      to: { id: 'b' },
      discardedCharacters: 7,
      reason: 'died',
    },
    { __typename: 'ChatDelta', seq: 5, text: 'Saturn', reasoning: false },
  ] as const;
  let content = '';
  const seen = events.map((event) => {
    const step = stepOf(event, content);
    if ('content' in step) content = step.content;
    return [step.type, content];
  });
  expect(seen).toEqual([
    ['snapshot', 'Ju'],
    ['reasoning', 'Ju'],
    ['text', 'Jupiter'],
    ['restarted', ''],
    ['text', 'Saturn'],
  ]);
});
