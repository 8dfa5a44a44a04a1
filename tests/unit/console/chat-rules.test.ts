import { expect, test } from 'vitest';
import { nextAnswer, nothingSaid, type AnswerEvent } from '../../../console/src/chat/answer/answer-state.ts';
import { proposalDocument } from '../../../console/src/chat/answer/proposal-document.ts';
import {
  attemptWords,
  candidateWords,
  measureWords,
  speakerWords,
  unseenRestarts,
} from '../../../console/src/chat/answer/speaker.ts';
import { blocksOf } from '../../../console/src/chat/markdown/blocks.ts';

const delta = (text: string, reasoning = false): AnswerEvent => ({
  __typename: 'ChatDelta',
  seq: 1,
  text,
  reasoning,
});
const restart = (discardedCharacters: number, to: string | null = 'b'): AnswerEvent => ({
  __typename: 'ChatRestarted',
  seq: 2,
  from: { id: 'a' },
  to: to === null ? null : { id: to },
  discardedCharacters,
  reason: 'it stalled',
});

test('an answer grows by its deltas, thinking apart from text', () => {
  const state = nextAnswer(nothingSaid, [delta('hm', true), delta('Hello '), delta('you')]);
  expect([state.text, state.reasoning]).toEqual(['Hello you', 'hm']);
});

test('a snapshot replaces what was there', () => {
  const snapshot: AnswerEvent = {
    __typename: 'ChatSnapshot',
    seq: 5,
    content: 'all so far',
    status: 'STREAMING',
  };
  expect(nextAnswer(nothingSaid, [delta('all'), snapshot, delta('!')]).text).toBe('all so far!');
});

test('a restart keeps the void text apart, and says who stopped and who starts over', () => {
  const state = nextAnswer(nothingSaid, [delta('half an ans'), restart(11), delta('whole')]);
  expect(state.text).toBe('whole');
  expect(state.voided).toEqual([{ text: 'half an ans', words: 'a stopped (it stalled); b starts over' }]);
});

test('a restart counts characters as the server does, and may leave some', () => {
  const state = nextAnswer(nothingSaid, [delta('ok 😀😀'), restart('😀😀'.length, null)]);
  expect([state.text, state.voided[0]?.text]).toEqual(['ok ', '😀😀']);
  expect(state.voided[0]?.words).toBe('a stopped (it stalled); no other engine starts over');
});

const attempt = {
  engine: { id: 'local' },
  order: 1,
  outcome: 'FAILED_MID_STREAM',
  errorCode: 'IDLE_TIMEOUT',
  firstTokenMs: 1,
  totalMs: 2,
  charactersDiscarded: 12,
};
const served = {
  ...attempt,
  engine: { id: 'deepseek' },
  outcome: 'SERVED',
  errorCode: null,
  charactersDiscarded: null,
};

test.each([
  [attempt, 'local failed mid stream (IDLE_TIMEOUT), 12 characters void'],
  [
    { ...attempt, outcome: 'SKIPPED_CIRCUIT_OPEN', errorCode: null, charactersDiscarded: null },
    'local was passed over: circuit open',
  ],
  [served, 'deepseek served'],
])('an attempt in words: case %#', (given, words) => {
  expect(attemptWords(given)).toBe(words);
});

test('a restart that nobody here saw is told from the attempts: who stopped, after how much, and who started over', () => {
  const skipped = { ...attempt, order: 2, outcome: 'SKIPPED_CIRCUIT_OPEN', charactersDiscarded: null };
  const again = { ...attempt, order: 3, errorCode: null, charactersDiscarded: 5 };
  const lines = [
    'local stopped (IDLE_TIMEOUT) after 12 characters, which are not kept; local started over',
    'local stopped after 5 characters, which are not kept; deepseek started over',
  ];
  const attempts = [again, { ...served, order: 4 }, attempt, skipped];
  expect(unseenRestarts(attempts, 0)).toEqual(lines);
  expect(unseenRestarts(attempts, 1)).toEqual(lines.slice(0, 1));
  expect(unseenRestarts(attempts, 2)).toEqual([]);
  expect(unseenRestarts([attempt], 0)[0]).toMatch(/; no other engine started over$/);
  expect(unseenRestarts([{ ...attempt, charactersDiscarded: null }, served], 0)).toEqual([]);
});

test('a candidate in words: whether it could have answered, and why', () => {
  const engine = { id: 'local' };
  expect(candidateWords({ engine, eligible: true, why: 'number 1 in the configured order' })).toBe(
    'local: number 1 in the configured order',
  );
  expect(candidateWords({ engine, eligible: false, why: 'its circuit is open' })).toBe(
    'local, not now: its circuit is open',
  );
});

test('says who speaks and why it was not another', () => {
  const base = { degraded: false, degradedReason: null, attempts: [attempt, served] };
  expect(speakerWords({ ...base, answeredBy: 'ENGINE', engine: { id: 'deepseek' } })).toEqual({
    who: 'deepseek',
    why: 'local failed mid stream (IDLE_TIMEOUT), 12 characters void',
  });
  const cancelled = { ...base, attempts: [{ ...served, outcome: 'CANCELLED' }] };
  expect(speakerWords({ ...cancelled, answeredBy: 'ENGINE', engine: { id: 'deepseek' } }).why).toBeNull();
  expect(
    speakerWords({
      answeredBy: 'MADRE',
      engine: null,
      degraded: true,
      degradedReason: 'switch sleeps',
      attempts: [],
    }),
  ).toEqual({ who: 'madre', why: 'no engine: switch sleeps' });
});

test('tells times and tokens only where they were measured', () => {
  const usage = {
    promptTokens: 11,
    completionTokens: 7,
    reasoningTokens: null,
    totalTokens: 18,
    estimated: false,
    costUsd: null,
  };
  expect(measureWords({ firstTokenMs: 210, totalMs: 1_400, usage, finishReason: 'STOP' })).toBe(
    'first word after 210 ms · 1.4 s in all · 11 + 7 tokens',
  );
  expect(measureWords({ firstTokenMs: null, totalMs: null, usage: null, finishReason: 'LENGTH' })).toBe(
    'cut at its longest',
  );
});

test.each([
  ['whole GraphQL', ' mutation { closeWindow { ok } }', 'mutation { closeWindow { ok } }'],
  ['the name of a mutation', 'openWindow', 'mutation OpenWindow'],
  ['an unknown name', 'dropEverything', null],
  ['a query', 'query { status }', null],
])('a proposal of %s', (_what, proposal, document) => {
  expect(proposalDocument(proposal, { openWindow: 'mutation OpenWindow' })).toBe(document);
});

test.each([
  ['paragraphs', 'one\n\ntwo\n', ['one\n\n', 'two\n']],
  ['a fence with blank lines', '```js\na\n\nb\n```\n\nend', ['```js\na\n\nb\n```\n\n', 'end']],
  ['a fence that is still open', '```\na\n\nb', ['```\na\n\nb']],
  ['a fence inside a longer one', '````\n```\n\nx\n````\n\ny', ['````\n```\n\nx\n````\n\n', 'y']],
  ['a loose list', '1. a\n\n2. b\n\n   more\n\nend\n', ['1. a\n\n2. b\n\n   more\n\n', 'end\n']],
  ['a list whose next line is not whole', '- a\n\nb', ['- a\n\nb']],
  ['blank lines at the beginning', '\n\na\n\nb\n', ['\n\n', 'a\n\n', 'b\n']],
  ['nothing', '', []],
])('%s are cut into blocks', (_what, text, blocks) => {
  expect(blocksOf(text)).toEqual(blocks);
});

test('blocks joined are the text, and all but the last stay as the text grows', () => {
  const text = '# T\n\npara\n\n- a\n- b\n\n```\nx\n\ny\n```\n\n> q\n\n1. n\n\n2. m\n\nlast\n';
  let settled: readonly string[] = [];
  for (let length = 0; length <= text.length; length += 1) {
    const blocks = blocksOf(text.slice(0, length));
    expect(blocks.join('')).toBe(text.slice(0, length));
    expect(blocks.slice(0, settled.length)).toEqual(settled);
    settled = blocks.slice(0, -1);
  }
});
