import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { launchBrowser, openPage } from '../support/browser.ts';
import { freePort } from '../support/free-port.ts';
import { createTestClient, LOCAL_TOKEN } from '../support/graphql-client.ts';
import { missing } from '../support/requirements.ts';
import { startStack, type Stack } from '../support/stack.ts';
import { tempDir } from '../support/temp-dir.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ services: [{ name: 'hermes', port: await freePort() }] });
});
afterAll(() => stack.close());

/** A project of its own, beside the sources, with the packages that it installed. */
function project(files: Readonly<Record<string, string>>): string {
  const folder = tempDir();
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
  for (const [name, text] of Object.entries({ 'package.json': '{ "type": "module" }', ...files })) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

async function run(folder: string, tool: string, args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [join(process.cwd(), 'node_modules', tool), ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], VX11_URL: stack.url, VX11_TOKEN: LOCAL_TOKEN },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  expect(code, printed).toBe(0);
}

/** The fenced blocks of docs/client.md that name a file in their first line. */
function recipe(): Record<string, string> {
  const blocks = readFileSync('docs/client.md', 'utf8').matchAll(/```\w+\n(?:\/\/|#) (\S+)\n([\s\S]*?)```/g);
  return Object.fromEntries([...blocks].map(([, name = '', text = '']) => [name, text]));
}

test(
  'the recipe of docs/client.md for your own documents, as it is written there',
  { timeout: 90_000 },
  async () => {
    const files = recipe();
    expect(Object.keys(files).sort()).toEqual(['codegen.ts', 'src/busy.graphql', 'src/busy.ts']);
    const entry = JSON.stringify(join(process.cwd(), 'client/node.ts'));
    const program = files['src/busy.ts']?.replaceAll("'tentaculo_link/client'", entry) ?? '';
    const folder = project({ ...files, 'src/busy.ts': program });
    await run(folder, '@graphql-codegen/cli/cjs/bin.js', ['--config', 'codegen.ts']);
    const strict = ['--noEmit', '--strict', '--target', 'es2023', '--lib', 'es2023,dom'];
    const modules = [
      '--module',
      'nodenext',
      '--allowImportingTsExtensions',
      '--skipLibCheck',
      '--types',
      'node',
    ];
    await run(folder, 'typescript/bin/tsc', [...strict, ...modules, 'src/busy.ts']);
    await run(folder, 'tsx/dist/cli.mjs', ['src/busy.ts']);
  },
);

/** The client as one script for a browser, which leaves `vx11`. */
async function bundle(): Promise<string> {
  const source = JSON.stringify(join(process.cwd(), 'client/index.ts'));
  const folder = project({
    'entry.ts': `export { createClient } from ${source};`,
    'vite.config.js': `export default { logLevel: 'warn', build: { minify: true, lib: { entry: 'entry.ts', formats: ['iife'], name: 'vx11', fileName: () => 'vx11.js' } } };`,
  });
  await run(folder, 'vite/bin/vite.js', ['build']);
  return readFileSync(join(folder, 'dist/vx11.js'), 'utf8');
}

test('bundled for a browser it needs nothing of Node, and answers there', { timeout: 60_000 }, async () => {
  const text = await bundle();
  expect(text).not.toMatch(/node:|\brequire\(|__vite-browser-external/);
  expect(Buffer.byteLength(text)).toBeLessThan(120_000);

  const { fetch, AbortController, AbortSignal, URL, performance, crypto, setTimeout, clearTimeout } =
    globalThis;
  const browser = { fetch, AbortController, AbortSignal, URL, performance, crypto, setTimeout, clearTimeout };
  const page = createContext({ ...browser, console, WebSocket, address: stack.url, token: LOCAL_TOKEN });
  const script = `${text}
    (async () => {
      const client = vx11.createClient({ url: address, token });
      const { wokeServices } = await client.status();
      const stream = client.watchServices({ names: ['madre'] });
      const { value } = await stream.next();
      client.close();
      return JSON.stringify([wokeServices, value.data.serviceChanged.service.state, (await stream.next()).done]);
    })()`;
  expect(await runInContext(script, page)).toBe('[false,"READY",true]');
});

test.skipIf((await missing('chromium')) !== undefined)(
  'in Chromium it answers, tells who sleeps, and goes on after a break without a gap or a repeat',
  { timeout: 90_000 },
  async () => {
    const text = await bundle();
    const browser = await launchBrowser();
    onTestFinished(() => browser.close());
    const { page, strangers, complaints } = await openPage(browser, stack.url);
    let cut: () => void = () => undefined;
    await page.routeWebSocket(/graphql/, (socket) => {
      const server = socket.connectToServer();
      cut = () => {
        void socket.close({ code: 1012 });
        void server.close();
      };
    });
    await createTestClient(stack.url).data(
      'mutation { openWindow(input: { services: ["hermes"], ttlSec: 60, waitUntilReady: true }) { ok } }',
    );
    await page.goto(stack.url);
    await page.evaluate(text);
    await page.evaluate(`globalThis.told = []; globalThis.noted = [];
      globalThis.client = vx11.createClient({
        url: location.origin,
        token: ${JSON.stringify(LOCAL_TOKEN)},
        onAsleep: ({ service }) => noted.push('asleep ' + service),
        onReconnect: ({ field }) => noted.push('again ' + field),
        onGap: () => noted.push('gap'),
      });
      void (async () => {
        for await (const { data } of client.watchWindows()) told.push(data.windowChanged.type);
      })();`);
    const told = () => page.evaluate<string[]>('told');
    await expect.poll(told).toContain('SNAPSHOT');

    // Right behind the snapshot, and once more behind a change.
    cut();
    await page.evaluate(`client.openWindow({ services: ['hermes'], ttlSec: 60, waitUntilReady: true })`);
    await expect.poll(told).toContain('OPENED');
    const before = await told();
    expect(before.filter((type) => type === 'SNAPSHOT')).toHaveLength(1);

    cut();
    const { window } = await page.evaluate<{ window: { id: string } }>(
      `client.openWindow({ services: ['hermes'], ttlSec: 60, waitUntilReady: true })`,
    );
    await page.evaluate(`client.closeWindow({ id: ${JSON.stringify(window.id)} })`);
    await expect.poll(told).toContain('CLOSED');
    const after = (await told()).slice(before.length);
    expect(after.filter((type) => type === 'OPENED')).toHaveLength(1);
    expect(after).not.toContain('SNAPSHOT');
    await page.evaluate(`client.query('{ engines { id } }', {}).catch(() => undefined)`);
    expect(await page.evaluate('noted')).toEqual([
      'again windowChanged',
      'again windowChanged',
      'asleep switch',
    ]);
    expect([...strangers, ...complaints]).toEqual([]);
  },
);
