import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { openConsole } from '../support/console-page.ts';
import { writeEngines } from '../support/engines-file.ts';
import { freePort } from '../support/free-port.ts';
import { missing } from '../support/requirements.ts';
import {
  answersThroughGates,
  respondsWith,
  startScriptedEngine,
  answers,
  type EngineScript,
} from '../support/scripted-engine.ts';
import { spawnStack, type SpawnedStack } from '../support/stack.ts';

const FOLDER = 'docs/images';
const absent = await missing('chromium');

/** Makes the pictures of the documentation anew: VX11_SCREENSHOTS=1 npx vitest run tests/browser/screenshots.test.ts */
test.skipIf(absent !== undefined || process.env['VX11_SCREENSHOTS'] !== '1')(
  'the pictures of the documentation show the real console',
  { timeout: 120_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vx11-pictures-'));
    mkdirSync(FOLDER, { recursive: true });
    const [local, remote] = await Promise.all([startScriptedEngine(), startScriptedEngine()]);
    const [stack, browser] = await Promise.all([
      spawnStack({
        switchEnv: { VX11_ENGINES: writeEngines(folder, { local, deepseek: remote }) },
        services: await pictured(),
        env: { VX11_MEMORY_BUDGET_MB: '2048' },
      }),
      launchBrowser(),
    ]);
    try {
      const dark = await openConsole(browser, stack.url, {
        theme: 'dark',
        viewport: { width: 1280, height: 860 },
      });
      await openWindows(stack);
      await settledNow(dark.page);
      await picture(dark.page, 'now-dark');

      const phone = await openConsole(browser, stack.url, {
        theme: 'dark',
        viewport: { width: 360, height: 740 },
      });
      await settledNow(phone.page);
      await picture(phone.page, 'now-360');

      local.script(breaksOffAfter('The last nightly run '), respondsWith(500));
      remote.script(answers(ANSWER));
      const light = await openConsole(browser, stack.url, {
        theme: 'light',
        hash: '#/chat/new',
        viewport: { width: 1280, height: 1240 },
      });
      await fallback(light.page);
      await stack.data('mutation($id: ID!) { closeWindow(input: { id: $id }) { ok } }', {
        id: await windowOf(stack, 'transcribe'),
      });
      await ask(light.page, 'what is running?');
      await light.page.getByRole('link', { name: 'Wake switch for 10 min' }).first().waitFor();
      await picture(light.page, 'chat-light');
      expect([...dark.strangers, ...phone.strangers, ...light.strangers]).toEqual([]);
    } finally {
      await browser.close();
      await stack.close();
      await Promise.all([local.close(), remote.close()]);
      rmSync(folder, { recursive: true, force: true });
    }
  },
);

const ANSWER = [
  'The nightly run went well:\n\n',
  '| step | took |\n|---|---|\n| index | 4 min |\n| summaries | 11 min |\n\n',
  '**Nothing** has to be done by hand.\n',
].join('');

const FAILS =
  'console.log("loading the model"); console.error("cannot open the model file: no such file"); process.exitCode = 3;';
const LISTENS =
  'require("http").createServer((_, answer) => answer.end()).listen(process.env.PORT, () => console.log("12 models, ready"));';

async function pictured() {
  const [hermes, spawner, shubniggurath, mcp] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  return [
    { name: 'hermes', port: hermes, memoryMb: 512, process: { command: 'node', args: ['-e', LISTENS] } },
    { name: 'spawner', port: spawner, dependsOn: ['hermes'], memoryMb: 128 },
    {
      name: 'shubniggurath',
      port: shubniggurath,
      process: { command: 'node', args: ['-e', FAILS] },
      memoryMb: 256,
    },
    { name: 'mcp', port: mcp, process: null },
  ];
}

async function openWindows(stack: SpawnedStack): Promise<void> {
  const open = 'mutation($input: OpenWindowInput!) { openWindow(input: $input) { ok } }';
  await stack.data(open, {
    input: { services: ['switch', 'hermes'], ttlSec: 900, reason: 'transcribe', waitUntilReady: true },
  });
  await stack.data(open, {
    input: { services: ['hermes'], ttlSec: 58, reason: 'nightly', waitUntilReady: true },
  });
  await stack.data(open, {
    input: { services: ['shubniggurath'], ttlSec: 600, reason: 'try the new model', waitUntilReady: true },
  });
}

/** Until the failed start is told and the components in view were measured. */
async function settledNow(page: Page): Promise<void> {
  await page.getByText('cannot open the model file').first().waitFor();
  await page.locator('[data-service="hermes"] .spark').first().waitFor();
}

async function fallback(page: Page): Promise<void> {
  await ask(page, 'how did the nightly run go?');
  await page.getByRole('article').getByText('has to be done by hand').waitFor();
  await page.getByText('how it was answered').waitFor();
}

async function ask(page: Page, message: string): Promise<void> {
  await page.getByLabel('Message').fill(message);
  await page.getByLabel('Message').press('Enter');
}

/** Half a sentence, read by whoever follows, and then the connection breaks. */
function breaksOffAfter(text: string): EngineScript {
  return (response) => {
    const never = new Promise<void>(() => undefined);
    void answersThroughGates({ gate: Promise.resolve(), text }, { gate: never, text: '' })(response);
    setTimeout(() => response.socket?.destroy(), 1_500);
  };
}

async function windowOf(stack: SpawnedStack, reason: string): Promise<string | undefined> {
  const { powerState } = await stack.data<{
    powerState: { activeWindows: { id: string; reason: string }[] };
  }>('{ powerState { activeWindows { id reason } } }');
  return powerState.activeWindows.find((window) => window.reason === reason)?.id;
}

async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(FOLDER, `${name}.png`) });
}
