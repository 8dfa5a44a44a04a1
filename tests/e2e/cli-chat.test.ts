import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { Interrupted } from '../../cli/exit/interrupted.ts';
import { run } from '../../cli/run.ts';
import { writeEngines } from '../support/engines-file.ts';
import { gate } from '../support/gate.ts';
import { within } from '../support/graphql-client.ts';
import {
  answersThroughGates,
  breaksAtGate,
  respondsWith,
  stallsAfter,
  startScriptedEngine,
  type ScriptedEngine,
} from '../support/scripted-engine.ts';
import { startStack, type Stack } from '../support/stack.ts';

const CTRL_C = '\u0003';
const CTRL_D = '\u0004';
const folder = mkdtempSync(join(tmpdir(), 'vx11-chat-'));
let stack: Stack;
let first: ScriptedEngine;
let second: ScriptedEngine;
let impatient: ScriptedEngine;

beforeAll(async () => {
  [first, second] = [await startScriptedEngine(), await startScriptedEngine()];
  impatient = await startScriptedEngine();
  const file = writeEngines(folder, { first, second, impatient }, { impatient: { idleTimeoutMs: 300 } });
  stack = await startStack({ env: { VX11_ENGINES: file } });
  await stack.data(
    'mutation { openWindow(input: { services: ["switch"], ttlSec: 120, waitUntilReady: true }) { ok } }',
  );
});
afterAll(async () => {
  await stack.close();
  await Promise.all([first, second, impatient].map((engine) => engine.close()));
  rmSync(folder, { recursive: true, force: true });
});

/** The command with a person at a terminal, who reads what is on the screen. */
function atTerminal(...args: readonly string[]) {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 100 });
  const ending = new AbortController();
  let screen = '';
  const looks = new Set<() => void>();
  output.on('data', (chunk: Buffer) => {
    screen += chunk.toString();
    for (const look of [...looks]) look();
  });
  const env = { VX11_URL: stack.url, NO_COLOR: '1' };
  const code = run({ args, env, input, output, problems: output, signal: ending.signal });
  onTestFinished(() => ending.abort(new Interrupted('SIGTERM')));
  return {
    type: (text: string) => void input.write(text),
    interrupt: () => ending.abort(new Interrupted('SIGINT')),
    screen: () => screen,
    async shows(text: string): Promise<void> {
      const seen = new Promise<void>((resolve) => {
        const look = (): void => {
          if (screen.includes(text)) resolve();
        };
        looks.add(look);
        look();
      });
      await within(15_000, seen, () => screen);
    },
    code: within(20_000, code, () => screen),
  };
}

test('a conversation: the second question has the first before it, Ctrl-C cancels an answer at its engine, Ctrl-D ends', async () => {
  const terminal = atTerminal('chat');
  await terminal.shows('› ');
  terminal.type('hello there\r');
  await terminal.shows('Hello from the scripted engine.');
  await terminal.shows('first · ');
  first.script(stallsAfter('It begins '));
  terminal.type('and now?\r');
  await terminal.shows('It begins');
  terminal.type(CTRL_C);
  await terminal.shows('cancelled');
  const asked = first.requests.at(-1);
  expect(JSON.stringify(asked?.body)).toContain('hello there');
  expect(await asked?.closed).toBe(true);
  terminal.type(CTRL_D);
  expect(await terminal.code).toBe(0);
  expect(terminal.screen()).toMatch(/go on later with: vx11 chat --session \S+/);
}, 60_000);

test('an engine that dies takes back what it said, and the screen says so', async () => {
  // It dies once its text was seen: who looks later is told only what counts by then.
  const [shown, restarted] = [gate(), gate()];
  first.script(breaksAtGate(shown.promise, 'Half a thou'));
  second.script(answersThroughGates({ gate: restarted.promise, text: 'Hello from the scripted engine.' }));
  const terminal = atTerminal('chat', 'what', 'is', 'it?');
  await terminal.shows('Half a thou');
  shown.open();
  await terminal.shows('starts over');
  restarted.open();
  expect(await terminal.code).toBe(0);
  expect(terminal.screen()).toMatch(
    /Half a thou[^]*first failed[^]*the 11 characters above are void; second starts over/,
  );
  expect(terminal.screen()).toContain('Hello from the scripted engine.');
}, 30_000);

test('an answer that a limit cut stays on the screen, and is told to be only a part', async () => {
  impatient.script(stallsAfter('Half a thou'));
  const terminal = atTerminal('chat', 'what', 'is', 'it?', '--engine', 'impatient', '--no-fallback');
  expect(await terminal.code).toBe(1);
  expect(terminal.screen()).toMatch(/Half a thou[^]*impatient: no further text came within 300 ms/);
  expect(terminal.screen()).not.toContain('void');
}, 30_000);

test('where every engine fails the screen shows what madre answers instead', async () => {
  const shown = gate();
  first.script(breaksAtGate(shown.promise, 'Half a thou'));
  second.script(respondsWith(400));
  impatient.script(respondsWith(400));
  const terminal = atTerminal('chat', 'status');
  await terminal.shows('Half a thou');
  shown.open();
  expect(await terminal.code).toBe(0);
  expect(terminal.screen().split('This is madre, answering from the live state')).toHaveLength(2);
}, 30_000);

test('Ctrl-C cancels a single answer; with --keep it is finished and stored', async () => {
  first.script(stallsAfter('Slowly '));
  const cancelled = atTerminal('chat', 'tell me');
  await cancelled.shows('Slowly');
  cancelled.interrupt();
  expect(await cancelled.code).toBe(130);
  expect(await first.requests.at(-1)?.closed).toBe(true);

  const rest = gate();
  first.script(
    answersThroughGates(
      { gate: Promise.resolve(), text: 'Kept ' },
      { gate: rest.promise, text: 'to the end.' },
    ),
  );
  const kept = atTerminal('chat', 'tell me more', '--keep');
  await kept.shows('Kept');
  kept.interrupt();
  expect(await kept.code).toBe(130);
  const [, sessionId] = /goes on in conversation (\S+)/.exec(kept.screen()) ?? [];
  rest.open();
  await expect
    .poll(async () =>
      JSON.stringify(
        await stack.data(
          'query ($id: ID!) { session(id: $id) { messages { edges { node { content status } } } } }',
          {
            id: sessionId,
          },
        ),
      ),
    )
    .toContain('"content":"Kept to the end.","status":"COMPLETE"');
}, 60_000);
