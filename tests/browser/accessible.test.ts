import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seriousFindings } from '../support/console-page.ts';
import { consoleWorld } from '../support/console-world.ts';
import { writeEngines } from '../support/engines-file.ts';
import { freePort } from '../support/free-port.ts';
import { missing } from '../support/requirements.ts';
import { startScriptedEngine, type ScriptedEngine } from '../support/scripted-engine.ts';

const absent = await missing('chromium');
const PLACES = ['#/now', '#/windows', '#/chat', '#/timeline', '#/engines', '#/components/hermes'];

describe.skipIf(absent !== undefined)('every place of the console', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'vx11-accessible-'));
  let engine: ScriptedEngine;
  beforeAll(async () => {
    engine = await startScriptedEngine();
  });
  const world = consoleWorld(async () => ({
    switchEnv: { VX11_ENGINES: writeEngines(folder, { local: engine }) },
    services: [
      { name: 'hermes', port: await freePort() },
      { name: 'absent', port: await freePort(), process: null },
    ],
  }));
  afterAll(async () => {
    await engine.close();
    rmSync(folder, { recursive: true });
  });

  describe.each(['light', 'dark'] as const)('in %s', (theme) => {
    test.each([
      [1280, 800],
      [360, 740],
    ])('has no serious finding of axe at %i pixels, and does not move sideways', async (width, height) => {
      await fill();
      const page = await world.visit({ theme, viewport: { width, height } });
      for (const hash of PLACES) {
        await page.goto(`${world.stack.url}/${hash}`);
        await page.locator('main h2').first().waitFor();
        await filledPlace(page, hash);
        await expectFine(page, width, `${theme} ${hash}`);
      }
      await page.goBack();
      expect(new URL(page.url()).hash).toBe(PLACES.at(-2));

      await page.goto(`${world.stack.url}/#/now`);
      for (const key of ['o', 'Control+k', '?', 'x']) {
        const lasting = page.locator('[data-window]').filter({ hasText: 'something to look at' });
        await lasting.getByRole('button', { name: /^Extend/ }).focus();
        await page.keyboard.press(key);
        await page.getByRole('dialog').waitFor();
        await expectFine(page, width, `${theme} ${key}`);
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
      }
      const gate = await world.visit({ theme, viewport: { width, height }, token: null });
      await gate.getByLabel('Token').waitFor();
      await expectFine(gate, width, `${theme} token`);
    });
  });

  /** A window, one that ends soon, one that failed; an answer of madre with a proposal, and one of an engine. */
  async function fill(): Promise<void> {
    const session = await ask({ message: 'open a window for hermes' });
    await world.open(['absent'], 'fails');
    await world.open(['hermes'], 'ends soon', { ttlSec: 50 });
    await world.open(['switch', 'hermes'], 'something to look at', { waitUntilReady: true });
    await ask({ message: 'hello', sessionId: session });
  }

  async function ask(input: { readonly message: string; readonly sessionId?: string }): Promise<string> {
    const { chat } = await world.stack.data<{ chat: { session: { id: string } } }>(
      'mutation($input: ChatInput!) { chat(input: $input) { session { id } } }',
      { input },
    );
    return chat.session.id;
  }
});

/** What came last to a place: with it, the rest is there too. */
async function filledPlace(page: Page, hash: string): Promise<void> {
  const last: Readonly<Record<string, string>> = {
    '#/now': '[data-service="hermes"] .spark',
    '#/windows': '.dossier',
    '#/chat': 'article:has(.proposal) ~ article .how',
    '#/timeline': '.entry',
    '#/engines': '[data-engine="local"]',
    '#/components/hermes': '.log [data-stream]',
  };
  await page
    .locator(last[hash] ?? 'main')
    .first()
    .waitFor();
}

async function expectFine(page: Page, width: number, where: string): Promise<void> {
  expect(await seriousFindings(page), where).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth'), where).toBe(width);
}
