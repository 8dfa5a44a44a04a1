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

/** `node dist/gateway/main.js`, until it gives up. */
async function startAndFail(env: Record<string, string>) {
  const child = spawn(process.execPath, [fileURLToPath(new URL('dist/gateway/main.js', packageRoot))], {
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
