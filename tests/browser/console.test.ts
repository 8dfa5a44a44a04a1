import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, openPage, type TestPage } from '../support/browser.ts';
import { freePort } from '../support/free-port.ts';
import { LOCAL_TOKEN } from '../support/graphql-client.ts';
import { missing } from '../support/requirements.ts';
import { spawnStack, type SpawnedStack } from '../support/stack.ts';

const absent = await missing('chromium');
const PHONE = { width: 360, height: 740 };

interface Entering {
  readonly viewport?: { width: number; height: number };
  readonly url?: string;
}

describe.skipIf(absent !== undefined)('the console', () => {
  let stack: SpawnedStack;
  let browser: Browser;
  let opened: TestPage;

  beforeAll(async () => {
    const absentPort = await freePort();
    [stack, browser] = await Promise.all([
      spawnStack({ services: [{ name: 'absent', port: absentPort, process: null }] }),
      launchBrowser(),
    ]);
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

  async function enter(token: string, setting: Entering = {}): Promise<Page> {
    const url = setting.url ?? stack.url;
    opened = await openPage(browser, url, setting.viewport);
    // Time goes on by itself, and the test can push it.
    await opened.page.clock.install();
    await opened.page.goto(url);
    await opened.page.getByLabel('Token').fill(token);
    await opened.page.getByRole('button', { name: 'Enter' }).click();
    return opened.page;
  }

  async function ask(page: Page, message: string): Promise<void> {
    const answers = page.getByRole('log').locator('article');
    const before = await answers.count();
    await page.getByLabel('Message').fill(message);
    await page.getByRole('button', { name: 'Send' }).click();
    await answers.nth(before).waitFor();
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
    await ask(page, 'what is running?');
    const answer = page.getByRole('log').locator('article').last();
    expect(await answer.textContent()).toMatch(/^madre no engine: .*switch/);
  });

  test('keeps the newest answer in view, and says it once to a screen reader', async () => {
    const page = await enter(LOCAL_TOKEN);
    for (let asked = 0; asked < 4; asked++) await ask(page, 'what is running?');
    const log = page.getByRole('log');
    await expect.poll(() => scrolled(page)).toEqual({ overflows: true, fromEndPx: 0 });
    const spoken = page.locator('.chat').getByRole('status');
    await spoken.getByText('This is madre').waitFor();
    expect(await log.getAttribute('aria-live')).toBe('off');
    expect((await spoken.textContent())?.match(/This is madre/g)).toHaveLength(1);
  });

  test('leaves the log where its reader scrolled to, until they ask again', async () => {
    const page = await enter(LOCAL_TOKEN);
    await ask(page, 'what is running?');
    await ask(page, 'what is running?');
    await ask(page, 'what is running?');
    await page.evaluate(`document.querySelector('[role=log]').scrollTop = 0`);
    await page.getByRole('button', { name: 'New conversation' }).waitFor();
    expect((await scrolled(page)).fromEndPx).toBeGreaterThan(0);
    await ask(page, 'what is running?');
    await expect.poll(() => scrolled(page)).toEqual({ overflows: true, fromEndPx: 0 });
  });

  test('goes on with the conversation after a reload, and with a new one when asked', async () => {
    const page = await enter(LOCAL_TOKEN);
    await ask(page, 'do you keep this?');
    await page.reload();
    const log = page.getByRole('log');
    await log.getByText('do you keep this?').last().waitFor();
    expect(await log.locator('article').count()).toBeGreaterThan(0);

    await page.getByRole('button', { name: 'New conversation' }).click();
    await page.reload();
    await log.getByText('Ask what runs.').waitFor();
    expect(await log.locator('article').count()).toBe(0);
  });

  test('says that a token is not known, and asks again', async () => {
    const page = await enter('not-a-token');
    await page.getByRole('alert').getByText('does not know this token').waitFor();
    expect(await page.getByLabel('Token').inputValue()).toBe('');
    // Where an attempt to come back still waits, it must end without an error on the page.
    await page.clock.fastForward(20_000);
    await page.evaluate('new Promise((resolve) => requestAnimationFrame(resolve))');
  });

  test('tells a failed start from what helps, and calms down after a minute', async () => {
    const page = await enter(LOCAL_TOKEN);
    await page.getByText('live', { exact: true }).waitFor();
    await stack.data(
      'mutation { openWindow(input: { services: ["absent"], ttlSec: 60, reason: "see it fail" }) { ok } }',
    );
    const row = page.locator('[data-window]').filter({ hasText: 'see it fail' });
    await row.getByText('absent is not installed here.', { exact: true }).waitFor();
    await row.getByText(/^What helps: give absent .*\.$/).waitFor();
    expect(await row.textContent()).toMatch(
      /opened for: see it fail.*ended \d\d:\d\d:\d\d: it did not start/,
    );
    await page.clock.fastForward(61_000);
    await row.getByText('why it failed').waitFor();
    expect(await row.locator('.state.broken').count()).toBe(0);
  });

  test('says that the server is gone, what is only remembered, and what to do', async () => {
    const fleeting = await spawnStack();
    const page = await enter(LOCAL_TOKEN, { url: fleeting.url });
    const core = page.locator('[data-service="madre"]');
    await core.getByText('ready', { exact: true }).waitFor();
    await page.getByRole('log').getByText('Ask what runs.').waitFor();
    await fleeting.close();

    await page.getByRole('alert').getByText('The server has not answered since').waitFor();
    await core.getByText('last known: ready').waitFor();
    await page.getByLabel('Message').fill('are you there?');
    await page.getByRole('button', { name: 'Send' }).click();
    const answer = page.getByRole('log').getByText('No answer came. The server does not answer');
    await answer.waitFor();
    expect(await answer.textContent()).toContain('Look whether it still runs');
    // Kept for another try.
    await expect.poll(() => page.getByLabel('Message').inputValue()).toBe('are you there?');
    await page.getByRole('group', { name: 'Components' }).getByText('switch').click();
    await page.getByRole('button', { name: /^Open for/ }).click();
    await page
      .getByRole('alert')
      .getByText('It is not known whether the window opens. The server does not')
      .waitFor();
  });

  test('shows what can be turned on first, then the core, and last what is not installed', async () => {
    const page = await enter(LOCAL_TOKEN);
    const names = `[...document.querySelectorAll('[data-service]')].map((row) => row.dataset.service)`;
    // Each service arrives in an event of its own.
    await expect
      .poll(() => page.evaluate(names))
      .toEqual(['switch', 'madre', 'redis', 'tentaculo_link', 'absent']);
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

  test('fits a screen 360 pixels wide, with the chat before the components', async () => {
    const page = await enter(LOCAL_TOKEN, { viewport: PHONE });
    await page.locator('[data-service="switch"]').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    const chat = await page.getByLabel('Message').boundingBox();
    const components = await page.locator('[data-service]').first().boundingBox();
    expect(chat?.y).toBeLessThan(components?.y ?? 0);
  });
});

function scrolled(page: Page): Promise<{ overflows: boolean; fromEndPx: number }> {
  return page.evaluate(`(() => {
    const log = document.querySelector('[role=log]');
    return {
      overflows: log.scrollHeight > log.clientHeight,
      fromEndPx: Math.round(log.scrollHeight - log.scrollTop - log.clientHeight),
    };
  })()`);
}
