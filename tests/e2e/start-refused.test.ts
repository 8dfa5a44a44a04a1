import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { packageRoot } from '../../schema/package-root.ts';
import { freePort } from '../support/free-port.ts';
import { within } from '../support/graphql-client.ts';
import { tempDir } from '../support/temp-dir.ts';

const EX_CONFIG = 78;

/** `node dist/gateway/main.js`, or another file with its arguments, until it gives up. */
async function startAndFail(
  env: Record<string, string>,
  command: readonly string[] = ['dist/gateway/main.js'],
) {
  const [file = '', ...args] = command;
  const child = spawn(process.execPath, [fileURLToPath(new URL(file, packageRoot)), ...args], {
    env: { PATH: process.env['PATH'] ?? '', VX11_RUNTIME: 'process', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await within(
    20_000,
    once(child, 'close'),
    () => `still running; it printed ${stdout}${stderr}`,
  )) as [number];
  return { code, stdout, stderr };
}

describe('a start is refused with exit code 78', () => {
  it('for every variable that cannot be used, in one report', async () => {
    const dataDir = join(tempDir(), 'data');
    const { code, stdout, stderr } = await startAndFail({
      VX11_DATA_DIR: dataDir,
      PORT: 'eight thousand',
      HOST: '0.0.0.0',
      LOG_LEVEL: 'loud',
    });
    expect({ code, stdout }).toEqual({ code: EX_CONFIG, stdout: '' });
    expect(stderr).toContain(
      'PORT: expected a port, 1 to 65535, or 0 for any free one, found "eight thousand"',
    );
    expect(stderr).toContain(
      'LOG_LEVEL: expected trace, debug, info, warn, error, fatal or silent, found "loud"',
    );
    expect(stderr).toMatch(/VX11_TOKEN: expected a token of your own .* found only vx11-local-token/);
    expect(stderr).not.toContain('    at ');
    expect(existsSync(dataDir)).toBe(false);
  });

  it.each([
    [
      'VX11_CATALOG',
      'services:\n  switch:\n    port: 8002\n  other:\n    port: 8002\n',
      ':5 services.other.port: expected a port of its own',
    ],
    [
      'VX11_CATALOG',
      'services:\n  one: { port: 8102, docker: { service: web } }\n  two: { port: 8103, docker: { service: web } }\n',
      ':3 services.two.docker.service: expected a container of its own: one has this one',
    ],
    ['VX11_CATALOG', 'services:\n  switch: { port: 8002\n', ':3 expected valid YAML'],
    [
      'VX11_CATALOG',
      'services:\n  switch:\n    port: 8002\n    colour: red\n',
      ':4 services.switch.colour: expected no such key',
    ],
    ['VX11_ENGINES', 'engines:\n  - id: one\n    provider: telepathy\n', ':3 engines.0.provider: expected'],
    ['VX11_TOKENS', 'tokens:\n  - name: a\n    sha256: short\n', ':3 tokens.0.sha256: expected'],
  ])(
    'for %s with a broken file, naming file, line, expected and found: %j',
    async (variable, text, report) => {
      const path = join(tempDir(), 'broken.yaml');
      writeFileSync(path, text);
      const { code, stderr } = await startAndFail({ VX11_DATA_DIR: tempDir(), PORT: '0', [variable]: path });
      expect(code).toBe(EX_CONFIG);
      expect(stderr).toContain(`${path}${report}`);
      expect(stderr).toContain(', found ');
    },
  );

  it('for a catalog that is not there', async () => {
    const { code, stderr } = await startAndFail({
      VX11_DATA_DIR: tempDir(),
      VX11_CATALOG: '/nowhere/catalog.yaml',
    });
    expect(code).toBe(EX_CONFIG);
    expect(stderr).toContain('/nowhere/catalog.yaml');
  });
});

describe('a start is one clear line', () => {
  it.each(['/etc/passwd', '/dev/null/x', '/proc/nope'])(
    'with exit code 78 where VX11_DATA_DIR=%s cannot be a folder',
    async (path) => {
      const { code, stdout, stderr } = await startAndFail({ VX11_DATA_DIR: path, PORT: '0' });
      expect({ code, stdout }).toEqual({ code: EX_CONFIG, stdout: '' });
      expect(stderr).toMatch(/VX11_DATA_DIR: expected a folder that can be made and written to, found /);
      expect(stderr).toContain(path);
      expect(stderr).not.toContain('    at ');
    },
  );

  it('with exit code 78 where HOST is a name that nobody knows', async () => {
    const { code, stderr } = await startAndFail({
      VX11_DATA_DIR: join(tempDir(), 'data'),
      PORT: '0',
      HOST: 'nonsense.invalid',
      VX11_TOKEN: 'mine',
    });
    expect(code).toBe(EX_CONFIG);
    expect(stderr).toMatch(/HOST: expected an address or host name of this machine, found nonsense\.invalid/);
    expect(stderr).not.toContain('    at ');
  });

  it.each(['madre.db', 'madre.lock', 'operator.db'])(
    'with exit code 1 where %s is no database',
    async (name) => {
      const dataDir = tempDir();
      writeFileSync(
        join(dataDir, name),
        'not a database, and longer than the head of one would be '.repeat(4),
      );
      const { code, stdout, stderr } = await startAndFail({ VX11_DATA_DIR: dataDir, PORT: '0' });
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toContain(join(dataDir, name));
      expect(stderr).toContain('file is not a database');
      expect(stderr).not.toContain('    at ');
    },
  );

  it('with exit code 78 for arguments, which the server takes from its environment', async () => {
    const { code, stdout, stderr } = await startAndFail({ VX11_DATA_DIR: tempDir() }, [
      'dist/gateway/main.js',
      '--port',
      '9999',
    ]);
    expect({ code, stdout }).toEqual({ code: EX_CONFIG, stdout: '' });
    expect(stderr).toContain('PORT=9000 npm start, found "--port 9999"');
  });

  it.each([
    [['switch', '--prot', '1'], '--prot'],
    [['switch', 'madre'], 'madre'],
    [['switch', '-p', '1'], '-p'],
  ])('with exit code 78 for a subgraph alone with %j', async (args, found) => {
    const { code, stderr } = await startAndFail({ VX11_SUBGRAPH_TOKEN: 's', VX11_DATA_DIR: tempDir() }, [
      'dist/subgraphs/serve.js',
      ...args,
    ]);
    expect(code).toBe(EX_CONFIG);
    expect(stderr).toContain(`command line expected NAME and at most --port N, found ${found}`);
  });
});

it('a walk without a server names the address and what to do', async () => {
  const url = `http://127.0.0.1:${await freePort()}`;
  const { code, stderr } = await startAndFail({}, ['scripts/walk.js', url]);
  expect(code).toBe(1);
  expect(stderr).toContain(`nothing answers at ${url} (ECONNREFUSED): start it with "npm start"`);
});

describe('a port that is taken', () => {
  it('is one clear line and exit code 1, and nothing else is touched', async () => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    onTestFinished(() => void other.close());
    await once(other, 'listening');
    const dataDir = join(tempDir(), 'data');
    const { code, stdout, stderr } = await startAndFail({ VX11_DATA_DIR: dataDir, PORT: String(port) });
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: '',
      stderr: `port ${port} on 127.0.0.1 is already in use: stop what uses it, or set PORT to another\n`,
    });
    expect(existsSync(dataDir)).toBe(false);
  });
});
