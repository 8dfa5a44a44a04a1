import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, openPage, type TestPage } from '../support/browser.ts';
import { LOCAL_TOKEN } from '../support/graphql-client.ts';
import { missing } from '../support/requirements.ts';
import { spawnStack, type SpawnedStack } from '../support/stack.ts';

const absent = await missing('chromium');

describe.skipIf(absent !== undefined)('the playground', () => {
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

  async function enter(token: string): Promise<Page> {
    opened = await openPage(browser, stack.url);
    await opened.page.goto(`${stack.url}/playground`);
    await opened.page.getByLabel('Token').fill(token);
    await opened.page.getByRole('button', { name: 'Use', exact: true }).click();
    return opened.page;
  }

  test('runs the first example with the token', async () => {
    const page = await enter(LOCAL_TOKEN);
    await execute(page);
    // The editor draws only the lines in view.
    await resultWith(page, '"name": "tentaculo_link"');
  });

  test('follows a subscription, whose token goes in connection_init', async () => {
    const page = await enter(LOCAL_TOKEN);
    await stack.data('mutation { openWindow(input: { services: ["switch"], ttlSec: 60 }) { ok } }');
    await page.getByRole('button', { name: 'WatchWindowsExample', exact: true }).click();
    await executeUntil(page, '"windowChanged"');
    await resultWith(page, '"state": "OPEN"');
    await stack.data('mutation { closeWindow(input: {}) { ok } }');
    await resultWith(page, '"state": "CLOSED"');
  });

  test('shows how the gateway refuses a wrong token', async () => {
    const page = await enter('not-a-token');
    await execute(page);
    await resultWith(page, 'FORBIDDEN');
  });
});

async function execute(page: Page): Promise<void> {
  // Before both editors are there, the button does nothing.
  await page.locator('.graphiql-query-editor .view-lines').getByText('{').first().waitFor();
  await page.locator('.result-window .monaco-editor').first().waitFor();
  await page.getByRole('button', { name: 'Execute query' }).click();
}

/** Right after a change of tabs the button still sends the other tab's operation name: so once more where nothing runs. */
async function executeUntil(page: Page, text: string): Promise<void> {
  await execute(page);
  const again = page.getByRole('button', { name: 'Execute query' });
  await expect
    .poll(
      async () => {
        const result = await shownResult(page);
        if (!result.includes(text) && (await again.isVisible())) await again.click();
        return result;
      },
      { timeout: 20_000, interval: 250 },
    )
    .toContain(text);
}

async function resultWith(page: Page, text: string): Promise<void> {
  await expect.poll(() => shownResult(page), { timeout: 20_000 }).toContain(text);
}

/** The editor draws spaces as no-break ones. */
async function shownResult(page: Page): Promise<string> {
  return ((await page.locator('.result-window .view-lines').textContent()) ?? '').replaceAll('\u00a0', ' ');
}
