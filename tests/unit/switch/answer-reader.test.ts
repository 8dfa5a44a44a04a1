import { expect, test } from 'vitest';
import { createAnswerReader } from '../../../subgraphs/switch/engines/answer-reader.ts';

const told = {
  messages: [{ role: 'user', content: 'hello' }],
  tools: [],
  maxOutputTokens: undefined,
  reasoningName: 'reasoning_content',
} as const;

test('U+0000 in an answer, which no store keeps, becomes U+FFFD', () => {
  const reader = createAnswerReader(told);
  const chunk = JSON.stringify({ choices: [{ delta: { content: 'a\0b' } }] });
  expect(reader.feed(Buffer.from(`data: ${chunk}\n\n`))).toEqual([{ type: 'content', text: 'a\uFFFDb' }]);
});

test.each(['reasoning_content', 'reasoning'])(
  'what an engine thinks is read where it is called %s',
  (name) => {
    const reader = createAnswerReader(told);
    const chunk = JSON.stringify({ choices: [{ delta: { content: '', [name]: 'so' } }] });
    expect(reader.feed(Buffer.from(`data: ${chunk}\n\n`))).toEqual([{ type: 'reasoning', text: 'so' }]);
  },
);

test('what an engine thinks is read once where it tells it under both names, and not lost where one is empty', () => {
  const reader = createAnswerReader(told);
  const both = JSON.stringify({ choices: [{ delta: { reasoning: 'so', reasoning_content: 'so' } }] });
  const one = JSON.stringify({ choices: [{ delta: { reasoning: ' be it', reasoning_content: '' } }] });
  expect(reader.feed(Buffer.from(`data: ${both}\n\ndata: ${one}\n\n`))).toEqual([
    { type: 'reasoning', text: 'so' },
    { type: 'reasoning', text: ' be it' },
  ]);
});
