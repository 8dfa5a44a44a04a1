import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { within } from '../support/graphql-client.ts';
import { freePort } from '../support/free-port.ts';
import { missing } from '../support/requirements.ts';
import { startStack, type Stack } from '../support/stack.ts';

const folder = mkdtempSync(join(tmpdir(), 'vx11-cli-'));
const program = join(process.cwd(), 'dist/cli/main.js');
let stack: Stack;

beforeAll(async () => {
  const [hermes, slow, broken] = [await freePort(), await freePort(), await freePort()];
  stack = await startStack({
    services: [
      { name: 'hermes', port: hermes },
      { name: 'slow', port: slow, args: ['--boot-ms', '2500'] },
      {
        name: 'broken',
        port: broken,
        startTimeoutSec: 5,
        args: ['--boot-ms', '9000', '--exit-code', '3', '--exit-ms', '50', '--last-words', 'no config found'],
      },
    ],
  });
});
afterAll(async () => {
  await stack.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Result {
  readonly code: number | null;
  readonly output: string;
  readonly problems: string;
}

interface Running {
  /** Resolves when it has printed the text on either stream. */
  printed(text: string): Promise<void>;
  interrupt(signal?: 'SIGTERM'): void;
  readonly ended: Promise<Result>;
}

interface Program {
  readonly file: string;
  readonly args: readonly string[];
}

function begin(
  what: readonly string[] | Program,
  env: Readonly<Record<string, string>> = {},
  input = '',
): Running {
  const { file, args } = 'file' in what ? what : { file: process.execPath, args: [program, ...what] };
  const child = spawn(file, args, {
    env: { PATH: process.env['PATH'], VX11_URL: stack.url, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const text = { output: '', problems: '' };
  const looks = new Set<() => void>();
  const add = (stream: keyof typeof text) => (chunk: Buffer) => {
    text[stream] += chunk.toString();
    for (const look of [...looks]) look();
  };
  child.stdout.on('data', add('output'));
  child.stderr.on('data', add('problems'));
  child.stdin.end(input);
  const exited = once(child, 'close').then(([code]) => ({ code: code as number | null, ...text }));
  const told = (): string => `it printed: ${text.output}${text.problems}`;
  return {
    printed: (wanted) =>
      within(
        15_000,
        new Promise((resolve) => {
          const look = (): void => {
            if (`${text.output}${text.problems}`.includes(wanted)) resolve();
          };
          looks.add(look);
          look();
        }),
        told,
      ),
    interrupt: (signal) => void child.kill(signal ?? 'SIGINT'),
    ended: within(25_000, exited, told),
  };
}

const vx11 = (...args: readonly string[]): Promise<Result> => begin(args).ended;

async function json<Data>(...args: readonly string[]): Promise<Data> {
  const { code, output, problems } = await vx11('--json', ...args);
  expect(code, problems).toBe(0);
  return JSON.parse(output) as Data;
}

async function windows(): Promise<readonly { readonly id: string; readonly state: string }[]> {
  return (await json<{ windows: { id: string; state: string }[] }>('window', 'list')).windows;
}

test('a window from plan to end: opened as planned, extended, told by whom it is held, closed', async () => {
  const plan = await json<{ hash: string; allowed: boolean }>('window', 'plan', 'hermes', '--ttl', '5m');
  expect(plan.allowed).toBe(true);
  const opened = await vx11(
    'window',
    'open',
    'hermes',
    '--ttl',
    '5m',
    '--plan',
    plan.hash,
    '--wait',
    '--reason',
    'a talk',
  );
  expect(opened).toMatchObject({
    code: 0,
    output: expect.stringMatching(/^open \w{8}: hermes for another/) as string,
  });
  const [window] = await windows();
  const id = window?.id ?? '';
  const why = await vx11('service', 'why', 'hermes');
  expect(why.output).toContain('hermes is READY');
  expect(why.output).toMatch(new RegExp(`${id.slice(0, 8)} +OPEN +by local +in 4 min .*a talk`));
  // The beginning of the id is enough.
  expect((await vx11('window', 'extend', id.slice(0, 6), '1h')).output).toContain('for another 1 h');
  expect(await vx11('window', 'close', id, '--wait')).toMatchObject({ code: 0 });
  expect((await vx11('window', 'list')).output).toContain('no window');
  const after = await vx11('service', 'why', 'hermes', '--exact');
  expect(after.output).toMatch(/last stop +20\d\d-.*Z: \S+, by local/);
}, 60_000);

test('a service that cannot start ends with 1 and shows its last words', async () => {
  const { code, problems } = await vx11('window', 'open', 'broken', '--ttl', '1m', '--wait');
  expect(code).toBe(1);
  expect(problems).toContain('no config found');
  expect(problems).toMatch(/error: the window \w{8} is FAILED/);
  expect((await vx11('service', 'why', 'broken')).output).toContain('no config found');
}, 30_000);

describe('Ctrl-C while a window is waited for', () => {
  test('leaves the window, and says how to close it', async () => {
    const waiting = begin(['window', 'open', 'slow', '--ttl', '1m', '--wait']);
    await waiting.printed('starting slow');
    waiting.interrupt();
    const { code, problems } = await waiting.ended;
    expect(code).toBe(130);
    const id = /vx11 window close (\w+)/.exec(problems)?.[1] ?? '';
    expect((await windows()).map((window) => window.id.startsWith(id))).toEqual([true]);
    await vx11('window', 'close', id, '--wait');
  }, 40_000);

  test('closes it where that was asked for', async () => {
    const waiting = begin(['window', 'open', 'slow', '--ttl', '1m', '--wait', '--close-on-interrupt']);
    await waiting.printed('starting slow');
    waiting.interrupt();
    expect((await waiting.ended).code).toBe(130);
    expect((await windows()).filter(({ state }) => state !== 'CLOSING')).toEqual([]);
  }, 40_000);

  test('is not needed where the wait has a limit: 124, and the window goes on', async () => {
    const { code, problems } = await vx11(
      'window',
      'open',
      'slow',
      '--ttl',
      '1m',
      '--wait',
      '--timeout',
      '1s',
    );
    expect([code, problems]).toEqual([124, expect.stringContaining('goes on')]);
    await vx11('window', 'close', '--wait');
  }, 40_000);
});

test('what is followed goes on over events, and Ctrl-C or SIGTERM ends it', async () => {
  const audit = begin(['audit', '-f', '-n', '1', '--json']);
  const logs = begin(['service', 'logs', 'hermes', '-f']);
  const status = begin(['status', '--watch']);
  await status.printed('hermes');
  await audit.printed('"seq"');
  await vx11('window', 'open', 'hermes', '--ttl', '1m', '--wait');
  await logs.printed('listens');
  await audit.printed('window.opened');
  await status.printed('OPEN');
  for (const one of [audit, logs]) one.interrupt();
  status.interrupt('SIGTERM');
  for (const one of [audit, logs]) expect((await one.ended).code).toBe(130);
  expect((await status.ended).code).toBe(143);
  const lines = (await audit.ended).output.trim().split('\n');
  const seqs = lines.map((line) => (JSON.parse(line) as { seq: number }).seq);
  expect(seqs).toEqual(seqs.map((_seq, index) => (seqs[0] ?? 0) + index));
  await vx11('window', 'close', '--wait');
}, 60_000);

test('a question is answered, by its words or by a pipe; --json tells each step', async () => {
  const asked = await vx11('chat', 'which', 'services', 'are', 'running?');
  expect(asked.code).toBe(0);
  expect(asked.output).toContain('Running now: tentaculo_link');
  expect(asked.problems).toContain('madre, from live state');
  const piped = await begin(['chat', '--json'], {}, 'which services are running?').ended;
  const steps = piped.output
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { type: string }).type);
  expect([steps[0], steps.at(-1)]).toEqual(['begun', 'finished']);
}, 30_000);

test.each([
  [['engines'], 75, 'SERVICE_ASLEEP', 'vx11 window open switch'],
  [['window', 'open', 'nothing', '--ttl', '1m'], 1, 'NOT_ALLOWED', 'not registered'],
  [['window', 'open', 'madre', '--ttl', '1m'], 1, 'CORE_SERVICE', ''],
  [['window', 'open', 'hermes'], 2, '', '--ttl'],
  [['window', 'open', 'hermes', '--ttl', '5x'], 2, '', '5m'],
  [['window', 'show', 'abc'], 1, 'NOT_FOUND', 'window list'],
  [['service', 'logs', 'nothing'], 1, 'NOT_FOUND', 'service list'],
  [['nothing'], 2, '', 'unknown command'],
  [['status', '--token', 'wrong'], 77, 'FORBIDDEN', 'doctor'],
  [['status', '--url', 'http://127.0.0.1:9'], 69, 'UNREACHABLE', 'npm start'],
])('%j ends with %d %s and says what to do', async (args, code, told, advice) => {
  const result = await vx11(...args);
  expect([result.code, result.output]).toEqual([code, '']);
  expect(result.problems).toContain(told);
  expect(result.problems).toContain(advice);
});

test('an error for scripts is one line on the second stream', async () => {
  const { code, output, problems } = await vx11('engines', '--json');
  expect([code, output]).toEqual([75, '']);
  expect(JSON.parse(problems)).toMatchObject({
    error: { code: 'SERVICE_ASLEEP', exitCode: 75, correlationId: expect.any(String) as string },
  });
});

test.each([
  [['--json', 'frob'], "unknown command 'frob'"],
  [['window', 'open', 'hermes', '--ttl', '5x', '--json'], '5x'],
  [['--json', 'window', 'open', 'hermes'], '--ttl'],
  [['status', '--frob', '--json'], "unknown option '--frob'"],
  [['--json', 'window'], 'a command is missing'],
  [['policy', 'set', 'everything', '--json'], 'everything'],
])('%j tells a script in one line what is wrong', async (args, told) => {
  const { code, output, problems } = await vx11(...args);
  expect([code, output]).toEqual([2, '']);
  expect(problems).toMatch(/^.+\n$/);
  expect(JSON.parse(problems)).toMatchObject({
    error: { code: 'USAGE', message: expect.stringContaining(told) as string, exitCode: 2 },
  });
});

test('an answer that failed ends --json with its error and exit code, after the last step', async () => {
  const asked = await vx11('chat', '--json', '--no-fallback', 'which services are running?');
  const last = JSON.parse(asked.output.trim().split('\n').at(-1) ?? '') as object;
  expect(last).toMatchObject({ type: 'finished', message: { status: 'FAILED' } });
  const spoken = await vx11('chat', '--no-fallback', 'which services are running?');
  expect(asked.code, asked.problems).toBe(spoken.code);
  expect(asked.code).not.toBe(0);
  expect(JSON.parse(asked.problems)).toMatchObject({
    error: { code: expect.any(String) as string, exitCode: asked.code },
  });
});

test('policies, flags, services, audit and the other lists are told', async () => {
  expect((await vx11('policy')).output).toContain('SOLO_MADRE');
  expect((await vx11('flags')).output).toContain('INEE_ENABLED');
  expect((await vx11('service', 'list')).output).toMatch(/hermes +on demand/);
  expect((await vx11('audit', '--verify')).output).toMatch(/^whole: \d+ entries/);
  expect((await vx11('service', 'start', 'hermes')).code).toBe(0);
  expect(await vx11('policy', 'set', 'solo-madre')).toMatchObject({
    code: 2,
    problems: expect.stringContaining('--yes') as string,
  });
  expect((await vx11('service', 'stop', 'hermes')).code).toBe(0);
  const { status } = await json<{ status: { status: string } }>('status');
  expect(status.status).toBe('OK');
}, 40_000);

test.each([
  [['status'], { status: { status: 'OK', policy: 'SOLO_MADRE' } }],
  [['window', 'list'], { windows: [], totalCount: 0 }],
  [['window', 'plan', 'hermes', '--ttl', '1m'], { allowed: true, code: 'OK', evicts: [] }],
  [
    ['service', 'list'],
    expect.arrayContaining([expect.objectContaining({ name: 'hermes', holders: [] })]) as object,
  ],
  [['service', 'why', 'hermes'], { name: 'hermes', state: 'STOPPED', holders: [] }],
  [['policy'], { policy: 'SOLO_MADRE', active: true, missing: [] }],
  [
    ['flags'],
    expect.arrayContaining([expect.objectContaining({ key: 'INEE_ENABLED', state: 'OFF' })]) as object,
  ],
  [['audit', '-n', '1'], { outcome: 'OK', seq: expect.any(Number) as number }],
  [['audit', '--verify'], { ok: true }],
])('%j --json is one document on one line', async (args, shape) => {
  const { code, output, problems } = await vx11(...args, '--json');
  expect([code, problems]).toEqual([0, '']);
  expect(output).toMatch(/^.+\n$/);
  expect({ told: JSON.parse(output) as unknown }).toMatchObject({ told: shape });
});

test('a token is made for a file that the gateway reads', async () => {
  const file = join(folder, 'tokens.yaml');
  const { code, output } = await vx11(
    'token',
    '--name',
    'console',
    '--scopes',
    'power:write',
    '--file',
    file,
  );
  expect([code, output]).toEqual([0, expect.stringMatching(/^vx11_[\w-]{43}\n$/)]);
  const wrong = await vx11('token', '--name', 'console', '--scopes', 'everything', '--file', file);
  expect([wrong.code, wrong.output]).toEqual([2, '']);
  const list = join(folder, 'list.yaml');
  writeFileSync(list, 'tokens: [{ name: nobody }]\n');
  const unusable = await vx11('token', '--name', 'console', '--file', list);
  expect([unusable.code, unusable.output, unusable.problems]).toEqual([
    78,
    '',
    expect.stringContaining(list),
  ]);
  expect(readFileSync(list, 'utf8')).toBe('tokens: [{ name: nobody }]\n');
});

test('doctor looks at what a gateway started here would have, and ends with 78 where that cannot be used', async () => {
  const port = new URL(stack.url).port;
  const well = await begin(['doctor'], { PORT: port, VX11_DATA_DIR: stack.dataDir, VX11_RUNTIME: 'process' })
    .ended;
  expect(well.code, well.output).toBe(0);
  expect(well.output).toMatch(/ok +lock +held by the madre that runs/);
  // Also where PORT is not that of the gateway that answers: the ports are of that one.
  const elsewhere = { VX11_URL: stack.url, VX11_DATA_DIR: stack.dataDir, VX11_RUNTIME: 'process' };
  const { output } = await begin(['doctor', '--json'], elsewhere).ended;
  const found = (JSON.parse(output) as { name: string; found: string }[]).filter(
    ({ name }) => name === 'ports',
  );
  expect(found.map((each) => each.found)).toEqual([
    expect.stringMatching(`^127.0.0.1:${port} is taken by the gateway that answers`),
  ]);
  const alone = await begin(['doctor'], { VX11_URL: 'http://127.0.0.1:9', VX11_DATA_DIR: folder }).ended;
  expect(alone.code, alone.output).toBe(1);
  const env = { VX11_URL: 'http://127.0.0.1:9', VX11_TOKENS: join(folder, 'nothing'), PORT: 'high' };
  const broken = await begin(['doctor', '--json'], env).ended;
  expect(broken.code).toBe(78);
  const failing = (JSON.parse(broken.output) as { name: string; state: string; advice?: string }[]).filter(
    ({ state }) => state === 'fails',
  );
  expect(failing.map(({ name }) => name).sort()).toEqual(['configuration', 'configuration', 'gateway']);
  expect(failing.every(({ advice }) => advice !== undefined)).toBe(true);
});

/** A folder for PATH in which vx11 is the built command. */
function withCommand(): Readonly<Record<string, string>> {
  const wrapper = join(folder, 'vx11');
  writeFileSync(wrapper, `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`);
  chmodSync(wrapper, 0o755);
  return { PATH: `${folder}${delimiter}${process.env['PATH']}` };
}

test('completion in a real bash: commands, options and the services of now', async () => {
  const script = `
    script=$(vx11 completion bash) && bash -n <<< "$script" && eval "$script" || exit 9
    complete_words() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _vx11; echo "\${COMPREPLY[*]}"; }
    complete -p vx11
    complete_words vx11 window o
    complete_words vx11 service why he
    complete_words vx11 window open hermes --if-busy ''`;
  const bash = begin({ file: 'bash', args: ['--norc', '-c', script] }, withCommand());
  const { code, output, problems } = await bash.ended;
  expect([code, problems]).toEqual([0, '']);
  expect(output.trim().split('\n')).toEqual([
    'complete -F _vx11 vx11',
    'open',
    'hermes',
    'preempt queue reject',
  ]);
}, 30_000);

test.skipIf((await missing('zsh')) !== undefined)(
  'completion in a real zsh: words as its completion system would offer them',
  async () => {
    // compadd is the end of completion: what it is given is what is offered.
    const script = `
      autoload -Uz compinit && compinit -D -u && source <(vx11 completion zsh) || exit 9
      print -r -- $_comps[vx11]
      compadd() { shift; print -r -- "\${(P)1}"; }
      offered() { words=("$@"); CURRENT=$#; _vx11; }
      offered vx11 window o
      offered vx11 service why he
      offered vx11 window open hermes --if-busy ''`;
    const zsh = begin({ file: 'zsh', args: ['-f', '-c', script] }, withCommand());
    const { code, output, problems } = await zsh.ended;
    expect([code, problems]).toEqual([0, '']);
    expect(output.trim().split('\n')).toEqual(['_vx11', 'open', 'hermes', 'preempt queue reject']);
  },
  30_000,
);
