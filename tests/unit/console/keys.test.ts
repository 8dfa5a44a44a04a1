import { expect, test } from 'vitest';
import { commandOf } from '../../../console/src/shell/keys.ts';

const plain = { command: false, writing: false };

test.each([
  ['o', null, { type: 'open' }],
  ['/', null, { type: 'search' }],
  ['?', null, { type: 'help' }],
  ['n', 'g', { type: 'go', to: 'now' }],
  ['c', 'g', { type: 'go', to: 'chat' }],
  ['e', 'g', { type: 'go', to: 'engines' }],
  ['e', null, { type: 'press', button: 'extend' }],
  ['x', null, { type: 'press', button: 'close' }],
  ['l', 'a', { type: 'press', button: 'logs' }],
  ['g', null, null],
  ['q', 'g', null],
  ['z', null, null],
] as const)('%s after %s', (key, after, command) => {
  expect(commandOf({ key, ...plain }, after)).toEqual(command);
});

test('while a text is written only ⌘K is a command', () => {
  expect(commandOf({ key: 'o', command: false, writing: true }, null)).toBeNull();
  expect(commandOf({ key: 'k', command: true, writing: true }, null)).toEqual({ type: 'palette' });
});

test('other keys of the browser stay its own', () => {
  expect(commandOf({ key: 'x', command: true, writing: false }, null)).toBeNull();
});
