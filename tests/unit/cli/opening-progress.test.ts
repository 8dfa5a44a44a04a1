import { expect, test } from 'vitest';
import { noteOf, progressOf, type Starting } from '../../../cli/window/opening-progress.ts';

const hermes: Starting = {
  name: 'hermes',
  state: 'STARTING',
  since: 10_000,
  startedAt: 10_000,
  readyAt: undefined,
  usuallyMs: 2_100,
};
const ready: Starting = { ...hermes, name: 'switch', state: 'READY', readyAt: 10_840 };
const closure = ['switch', 'hermes', 'mcp'].map((name) => ({ name, state: 'STARTING' as const }));

test('one line tells how far it is, and how long this one usually takes', () => {
  const window = { state: 'OPENING', queuePosition: null, closure } as const;
  expect(progressOf(window, [ready, hermes], 11_400)).toBe('starting 2 of 3 · hermes 1.4 s of usually 2.1 s');
  expect(progressOf(window, [ready, { ...hermes, usuallyMs: undefined }], 11_400)).toBe(
    'starting 2 of 3 · hermes 1.4 s',
  );
  expect(progressOf(window, [], 11_400)).toBe('starting 1 of 3');
});

test('a window that waits tells its place', () => {
  expect(progressOf({ state: 'QUEUED', queuePosition: 2, closure }, [], 0)).toBe(
    'waiting for memory · place 2',
  );
});

test('a log has a line for each step, with the time that it took', () => {
  expect(noteOf(undefined, hermes)).toBeUndefined();
  expect(noteOf({ ...hermes, state: 'STOPPED' }, hermes)).toBe('hermes is STARTING');
  expect(noteOf({ ...ready, state: 'STARTING' }, ready)).toBe('switch is READY after 840 ms');
});
