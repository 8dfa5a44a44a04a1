import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { candidatesFor, globalsIn, wholeWords } from '../../../cli/completion/candidates.ts';
import { createProgram } from '../../../cli/program.ts';
import { Terminal } from '../../../cli/terminal/terminal.ts';
import { timeWords } from '../../../cli/terminal/time-words.ts';

const streams = { input: new PassThrough(), output: new PassThrough(), problems: new PassThrough() };
const program = createProgram({
  ...streams,
  args: [],
  env: {},
  signal: new AbortController().signal,
  openTerminal: () =>
    new Terminal({ ...streams, isJson: true, hasColours: false, times: timeWords(() => 0, true) }),
});
const names = {
  services: () => Promise.resolve(['hermes', 'switch', 'spawner']),
  windows: () => Promise.resolve(['a1', 'b2']),
};

test.each([
  [['wi'], ['window']],
  [
    ['window', ''],
    ['close', 'extend', 'list', 'open', 'plan', 'show'],
  ],
  [
    ['window', 'open', 's'],
    ['spawner', 'switch'],
  ],
  [['window', 'open', 'switch', 'h'], ['hermes']],
  [
    ['window', 'open', 'switch', '--if-busy', ''],
    ['preempt', 'queue', 'reject'],
  ],
  [['window', 'open', '--cl'], ['--close-on-interrupt']],
  [['--json', 'service', 'why', 'he'], ['hermes']],
  [['service', 'why', 'hermes', ''], []],
  [['service', 'logs', '-n', '50', 'her'], ['hermes']],
  [['service', 'logs', '--tail', '50', 'her'], ['hermes']],
  [['service', 'logs', '--tail=50', 'her'], ['hermes']],
  [['--token', 'status', 'service', 'why', 'he'], ['hermes']],
  [['--url', '-x', 'service', 'why', 'he'], ['hermes']],
  [
    ['window', 'close', ''],
    ['a1', 'b2'],
  ],
  [['policy', 'set', 'F'], ['FULL']],
  [
    ['completion', ''],
    ['bash', 'zsh'],
  ],
  [['status', '--js'], ['--json']],
  [['nothing', 'like', 'it'], []],
])('after %j come %j', async (words, expected) => {
  expect(await candidatesFor(program, words, names)).toEqual(expected);
});

test.each([
  [['--url', 'http://a:1', 'service', 'why', ''], { url: 'http://a:1' }],
  [['service', 'why', '--token=abc', '--url=a', ''], { token: 'abc', url: 'a' }],
  [['--url', 'http', ':', '//a', ':', '1', 'service', ''], { url: 'http://a:1' }],
  [['--token', '=', 'abc', ''], { token: 'abc' }],
  [['service', 'why', '--url', 'begu'], {}],
  [['--json', 'service', ''], {}],
])('in %j are given for all commands %j', (words, expected) => {
  expect(globalsIn(program, wholeWords(words))).toEqual(expected);
});
