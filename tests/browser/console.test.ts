import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, openPage, type TestPage } from '../support/browser.ts';
import { LOCAL_TOKEN } from '../support/graphql-client.ts';
import { missing } from '../support/requirements.ts';
import { spawnStack, type SpawnedStack } from '../support/stack.ts';

const absent = await missing('chromium');

describe.skipIf(absent !== undefined)('the console', () => {
  let stack: SpawnedStack;
  let browser: Browser;
  let opened: TestPage;

  beforeAll(async () => {
    [stack, browser] = await Promise.all([spawnStack(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    await stack.close();
  });
  afterEach(async () => {
    expect(opened.strangers, 'addresses beyond the server').toEqual([]);
    expect(opened.complaints).toEqual([]);
    await opened.page.context().close();
  });

  async function enter(
    token: string,
    viewport?: { width: number; height: number },
  ): Promise<TestPage['page']> {
    opened = await openPage(browser, stack.url, viewport);
    await opened.page.goto(stack.url);
    await opened.page.getByLabel('Token').fill(token);
    await opened.page.getByRole('button', { name: 'Enter' }).click();
    return opened.page;
  }

  test('shows a window that was opened through the API, and its end, as they happen', async () => {
    const page = await enter(LOCAL_TOKEN);
    await page.getByText('live', { exact: true }).waitFor();
    const { openWindow } = await stack.data<{ openWindow: { window: { id: string } } }>(
      'mutation { openWindow(input: { services: ["switch"], ttlSec: 60, reason: "seen live" }) { window { id } } }',
    );
    const row = page.locator(`[data-window="${openWindow.window.id}"]`);
    await row.getByText('OPEN', { exact: true }).waitFor();
    expect(await row.textContent()).toMatch(/seen live/);
    expect(await row.textContent()).toMatch(/00:\d\d|01:00/);
    await page.locator('[data-service="switch"]').getByText('ready', { exact: true }).waitFor();

    await stack.data('mutation($id: ID!) { closeWindow(input: { id: $id }) { ok } }', {
      id: openWindow.window.id,
    });
    await row.getByText('CLOSED', { exact: true }).waitFor();
    await page.locator('[data-service="switch"]').getByText('off by policy').waitFor();
  });

  test('opens a window and closes it again', async () => {
    const page = await enter(LOCAL_TOKEN);
    await page.getByRole('group', { name: 'Components' }).getByText('switch').click();
    await page.getByRole('group', { name: 'For' }).getByText('1 min').click();
    await page.getByRole('button', { name: 'Open for 1 min: switch' }).click();
    const row = page.locator('[data-window]').first();
    await row.getByText('OPEN', { exact: true }).waitFor();
    await row.getByRole('button', { name: 'Close' }).click();
    await row.getByText('CLOSED', { exact: true }).waitFor();
    const { powerState } = await stack.data<{ powerState: { activeWindows: unknown[] } }>(
      '{ powerState { activeWindows { id } } }',
    );
    expect(powerState.activeWindows).toEqual([]);
  });

  test('says who answered a chat, and why no engine did', async () => {
    const page = await enter(LOCAL_TOKEN);
    await page.getByLabel('Message').fill('what is running?');
    await page.getByRole('button', { name: 'Send' }).click();
    const answer = page.getByRole('log').locator('article');
    await answer.waitFor();
    expect(await answer.textContent()).toMatch(/^madre no engine: .*switch/);
  });

  test('says that a token is not known, and asks again', async () => {
    const page = await enter('not-a-token');
    await page.getByRole('alert').getByText('does not know this token').waitFor();
    expect(await page.getByLabel('Token').inputValue()).toBe('');
  });

  test('keeps the token in the tab: a reload needs none, another tab does', async () => {
    const page = await enter(LOCAL_TOKEN);
    await page.getByText('live', { exact: true }).waitFor();
    await page.reload();
    await page.getByText('live', { exact: true }).waitFor();
    const another = await page.context().newPage();
    await another.goto(stack.url);
    await another.getByLabel('Token').waitFor();
  });

  test('fits a screen 360 pixels wide', async () => {
    const page = await enter(LOCAL_TOKEN, { width: 360, height: 740 });
    await page.locator('[data-service="switch"]').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  });
});
