import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { candidatesFor } from '../../../cli/completion/candidates.ts';
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
