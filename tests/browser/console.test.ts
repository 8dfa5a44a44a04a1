import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { consoleWorld } from '../support/console-world.ts';
import { freePort } from '../support/free-port.ts';
import { LOCAL_TOKEN } from '../support/graphql-client.ts';
import { missing } from '../support/requirements.ts';

const absent = await missing('chromium');
const PHONE = { width: 360, height: 740 };

describe.skipIf(absent !== undefined)('the console', { timeout: 60_000 }, () => {
  const world = consoleWorld(async () => {
    const [hermesPort, askerPort, absentPort] = [await freePort(), await freePort(), await freePort()];
    return {
      services: [
        { name: 'hermes', port: hermesPort },
        { name: 'asker', port: askerPort, dependsOn: ['hermes'] },
        { name: 'absent', port: absentPort, process: null },
      ],
    };
  });
  const { visit, open, close } = world;

  test('shows two browsers the same window as it opens and ends, whoever opened it', async () => {
    const pages = [await visit(), await visit({ viewport: PHONE })];
    const id = await open(['hermes'], 'seen live');
    for (const page of pages) {
      const row = page.locator(`[data-window="${id}"]`);
      await row.getByText('open', { exact: true }).waitFor();
      expect(await row.textContent()).toMatch(/seen live.*0[12]:\d\duntil \d\d:\d\d:\d\d/);
      const card = page.locator('[data-service="hermes"]');
      await card.getByText('ready', { exact: true }).waitFor();
      await card.getByText(/held by seen live until/).waitFor();
    }
    // One more holder changes nothing in the component, and is told all the same.
    await open(['hermes'], 'one more');
    for (const page of pages) {
      await page
        .locator('[data-service="hermes"]')
        .getByText(/one more until/)
        .waitFor();
    }
    await close(id);
    for (const page of pages) {
      await page.locator(`[data-window="${id}"]`).getByText('closed by hand').waitFor();
      await page
        .locator('[data-service="hermes"]')
        .getByText(/held by one more until/)
        .waitFor();
    }
  });

  test('counts down by the clock of the server, says what ends soon, and extends', async () => {
    const page = await visit();
    const id = await open(['hermes'], 'short', { ttlSec: 100 });
    const row = page.locator(`[data-window="${id}"]`);
    await row.getByText(/^01:[0-4]\d$/).waitFor();
    await page.clock.fastForward(50_000);
    await row.getByText('open, ends soon').waitFor();
    await row.getByText(/^00:[0-4]\d$/).waitFor();
    await page.keyboard.press('e');
    await row.getByText(/^05:[0-5]\d$/).waitFor();
    await row.getByText('open', { exact: true }).waitFor();
  });

  test('says nothing of windows before it is told', async () => {
    const page = await visit();
    let tell: () => void = () => undefined;
    const told = new Promise<void>((resolve) => (tell = resolve));
    await page.route('**/graphql', async (route) => {
      if ((route.request().postData() ?? '').includes('query ConsoleState')) await told;
      await route.continue();
    });
    await page.reload();
    await page.getByText('live', { exact: true }).waitFor();
    await page.getByText('asking what runs').waitFor();
    expect(await page.getByText('no window is open').count()).toBe(0);
    tell();
    await page.getByText('no window is open').waitFor();
    await page.getByText('Only the core runs.').waitFor();
  });

  test('names the policy that holds, whoever applies another', async () => {
    const page = await visit();
    const policy = page.getByRole('heading', { level: 1 });
    await policy.getByText('SOLO_MADRE').waitFor();
    await world.stack.data('mutation { applyPolicy(policy: IDLE_MIN) { ok } }');
    await policy.getByText('IDLE_MIN').waitFor();
    await world.stack.data('mutation { applyPolicy(policy: SOLO_MADRE) { ok } }');
    await policy.getByText('SOLO_MADRE').waitFor();
  });

  test('sends from the palette what it shows, and nothing before', async () => {
    const page = await visit();
    const id = await open(['hermes'], 'palette');
    const row = page.locator(`[data-window="${id}"]`);
    await row.getByText('open', { exact: true }).waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('close palette');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByLabel('GraphQL').textContent()).toContain('mutation CloseWindow');
    expect(await dialog.getByLabel('Variables').inputValue()).toContain(id);
    await row.getByText('open', { exact: true }).waitFor();
    await page.keyboard.press('Enter');
    await dialog.getByRole('status').getByText('done').waitFor();
    await row.getByText('closed by hand').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  });

  test('follows a log, holds it still, and filters it', async () => {
    await world.stack.data(
      'mutation { openWindow(input: { services: ["hermes"], ttlSec: 60, waitUntilReady: true }) { ok } }',
    );
    const { service } = await world.stack.data<{ service: { port: number } }>(
      '{ service(name: "hermes") { port } }',
    );
    const speak = (from: number, to: number): Promise<Response> =>
      fetch(`http://127.0.0.1:${service.port}/speak?from=${from}&to=${to}`);
    const page = await visit({ hash: '#/components/hermes' });
    const log = page.getByRole('log', { name: 'Log' });
    await log.getByText('listens').last().waitFor();
    await speak(1, 2);
    await log.getByText('out 2').waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await speak(3, 3);
    await page.getByRole('button', { name: 'Resume (2 new)' }).waitFor();
    expect(await log.getByText('out 3').count()).toBe(0);
    await page.getByRole('button', { name: /^Resume/ }).click();
    await log.getByText('out 3').waitFor();
    await page.getByRole('searchbox', { name: 'Filter the log' }).fill('ERR 1');
    await expect.poll(() => log.locator('p').allTextContents()).toEqual([expect.stringContaining('err 1')]);
    await page.getByRole('list', { name: 'States of hermes' }).getByText('ready').last().waitFor();
  });

  test('tells what was done as one stream, and fades what does not belong to it', async () => {
    const page = await visit({ hash: '#/timeline' });
    const id = await open(['absent'], 'for the timeline');
    await page.locator('.entry').filter({ hasText: 'for the timeline (absent)' }).first().waitFor();
    await page
      .locator('.entry[data-kind="audit"]')
      .filter({ hasText: id.slice(0, 8) })
      .first()
      .waitFor();
    const link = page
      .locator('.entry')
      .filter({ hasText: 'for the timeline (absent)' })
      .first()
      .getByRole('link');
    await link.click();
    await expect.poll(() => page.locator('.entry.faded').count()).toBeGreaterThan(0);
    expect(await page.locator('.entry:not(.faded)').count()).toBeGreaterThan(1);
    await page.goBack();
    await expect.poll(() => page.locator('.entry.faded').count()).toBe(0);
  });

  test('goes everywhere by keyboard, and gives the focus back', async () => {
    await open(['hermes'], 'something to act on', { waitUntilReady: true });
    const page = await visit();
    await page.locator('[data-service="hermes"]').waitFor();
    const places = { w: 'Windows', c: 'Chat', t: 'Timeline', e: 'Engines', n: 'Now' };
    for (const [key, heading] of Object.entries(places)) {
      await page.keyboard.press('g');
      await page.keyboard.press(key);
      await page.getByRole('heading', { name: heading, exact: true, level: 2 }).first().waitFor();
    }
    await page.keyboard.press('l');
    await page.getByRole('heading', { name: 'asker' }).waitFor();
    await page.keyboard.press('/');
    await expect.poll(() => focused(page)).toBe('Filter the log');
    await page.goBack();
    const link = page.getByRole('link', { name: 'Logs of hermes' });
    await link.focus();
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keyboard' });
    await help.waitFor();
    for (const key of ['o', '/', 'g n', 'e', 'x', 'l', '?'])
      expect(await help.locator('kbd').filter({ hasText: key }).count(), key).toBeGreaterThan(0);
    for (let presses = 0; presses < 4; presses += 1) await page.keyboard.press('Tab');
    expect(
      await page.evaluate(
        `document.activeElement.closest('dialog') !== null || document.activeElement === document.body`,
      ),
    ).toBe(true);
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
    expect(await focused(page)).toBe('Logs of hermes');
    expect(await page.evaluate(`getComputedStyle(document.activeElement).outlineStyle`)).not.toBe('none');
    await page.keyboard.press('l');
    await page.getByRole('heading', { name: 'hermes' }).waitFor();
  });

  test('keeps the token in the tab: a reload needs none, another tab does, and a wrong one is refused', async () => {
    const page = await visit({ token: null });
    await page.getByLabel('Token').fill('not-a-token');
    await page.getByRole('button', { name: 'Enter' }).click();
    await page.getByRole('alert').getByText('does not know this token').waitFor();
    await page.getByLabel('Token').fill(LOCAL_TOKEN);
    await page.getByRole('button', { name: 'Enter' }).click();
    await page.getByText('live', { exact: true }).waitFor();
    await page.reload();
    await page.getByText('live', { exact: true }).waitFor();
    expect(page.url()).not.toContain(LOCAL_TOKEN);
    const elsewhere = await page.evaluate<string>('JSON.stringify({ ...localStorage }) + document.cookie');
    expect(elsewhere).not.toContain(LOCAL_TOKEN);
    const another = await page.context().newPage();
    await another.goto(world.stack.url);
    await another.getByLabel('Token').waitFor();
  });
});

function focused(page: Page): Promise<string | null> {
  return page.evaluate(`document.activeElement.getAttribute('aria-label')`);
}
