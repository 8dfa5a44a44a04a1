import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, openPage, type TestPage } from '../support/browser.ts';
import { seriousFindings } from '../support/console-page.ts';
import { LOCAL_TOKEN } from '../support/graphql-client.ts';
import { missing } from '../support/requirements.ts';
import { spawnStack, type SpawnedStack } from '../support/stack.ts';

const absent = await missing('chromium');

describe.skipIf(absent !== undefined)('the playground', { timeout: 60_000 }, () => {
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
    colorScheme: 'light' | 'dark' = 'light',
  ): Promise<Page> {
    opened = await openPage(browser, stack.url, viewport);
    await opened.page.emulateMedia({ colorScheme });
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

  test('has each operation of examples/ in a tab of its own', async () => {
    const page = await enter(LOCAL_TOKEN);
    await ready(page);
    const files = readdirSync('examples').filter((name) => name.endsWith('.graphql'));
    const operations = files.flatMap((name) =>
      [
        ...readFileSync(join('examples', name), 'utf8').matchAll(/^(?:query|mutation|subscription) (\w+)/gm),
      ].map((match) => match[1] ?? ''),
    );
    expect(operations).toHaveLength(files.length);
    for (const operation of operations)
      await page.getByRole('button', { name: operation, exact: true }).waitFor();
  });

  test('follows a subscription, whose token goes in connection_init', async () => {
    const page = await enter(LOCAL_TOKEN);
    await stack.data('mutation { openWindow(input: { services: ["switch"], ttlSec: 60 }) { ok } }');
    await ready(page);
    await page.getByRole('button', { name: 'WatchWindowsExample', exact: true }).click();
    await executeUntil(page, '"windowChanged"');
    await resultWith(page, '"state": "OPEN"');
    await stack.data('mutation { closeWindow(input: {}) { ok } }');
    await resultWith(page, '"state": "CLOSED"');
    // Of all events, not only the newest.
    const events = page.getByRole('region', { name: /^Events/ });
    await events.locator('summary').filter({ hasText: '"OPEN"' }).first().waitFor();
    await events.locator('summary').first().click();
    expect(await events.locator('pre').first().textContent()).toContain('"state": "CLOSED"');
    await events.getByRole('button', { name: 'Clear' }).click();
    await events.waitFor({ state: 'detached' });
  });

  test('asks nothing before a token is entered, and says so', async () => {
    opened = await openPage(browser, stack.url);
    const asked: string[] = [];
    opened.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await opened.page.goto(`${stack.url}/playground`, { waitUntil: 'networkidle' });
    await opened.page.getByRole('status').getByText('Nothing is asked before you enter a token').waitFor();
    expect(asked).not.toContain('/graphql');
  });

  test('says whether the gateway accepts a token', async () => {
    const page = await enter('not-a-token');
    await page.getByRole('status').getByText('Token refused').waitFor();
    expect(await page.locator('.graphiql-container').count()).toBe(0);
    await page.getByLabel('Token').fill(LOCAL_TOKEN);
    await page.getByRole('button', { name: 'Use', exact: true }).click();
    await page.getByRole('status').getByText('Token accepted').waitFor();
    await page.locator('.graphiql-container').waitFor();
  });

  test.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 360],
    ['dark', 360],
  ] as const)('has no serious finding of axe, in %s at %i pixels', async (colorScheme, width) => {
    await stack.data('mutation { openWindow(input: { services: ["switch"], ttlSec: 60 }) { ok } }');
    const page = await enter(LOCAL_TOKEN, { width, height: 800 }, colorScheme);
    await ready(page);
    await page.getByRole('button', { name: 'WatchWindowsExample', exact: true }).click();
    await executeUntil(page, '"windowChanged"');
    await page.getByRole('region', { name: /^Events/ }).waitFor();
    const findings = await seriousFindings(page);
    expect(findings.filter((finding) => !NOT_OURS.some((known) => known.test(finding)))).toEqual([]);
  });

  test('puts its panes below each other on a screen 360 pixels wide', async () => {
    const page = await enter(LOCAL_TOKEN, { width: 360, height: 740 });
    await page.locator('.result-window .monaco-editor').first().waitFor();
    const editor = await page.locator('.graphiql-editors').boundingBox();
    const response = await page.locator('.graphiql-response').boundingBox();
    expect(editor?.width).toBeGreaterThan(300);
    expect(response?.width).toBeGreaterThan(300);
    expect(response?.y).toBeGreaterThanOrEqual((editor?.y ?? 0) + (editor?.height ?? 0));
    expect(response?.height).toBeGreaterThan(150);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  });
});

/** Findings in the markup of GraphiQL and its editor, which no style sheet of ours mends, by their rule and element. */
const NOT_OURS: readonly RegExp[] = [
  // A tab holds its own close button.
  /^nested-interactive: <li [^>]*class="graphiql-tab[ "]/,
  // The colours of the editor's syntax, by a number for each kind of word.
  /^color-contrast: <span class="mtk\d+/,
];

/** Before both editors are there, their buttons and tabs do nothing. */
async function ready(page: Page): Promise<void> {
  await page.locator('.graphiql-query-editor .view-lines').getByText('{').first().waitFor();
  await page.locator('.result-window .monaco-editor').first().waitFor();
}

async function execute(page: Page): Promise<void> {
  await ready(page);
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
      { interval: 250 },
    )
    .toContain(text);
}

async function resultWith(page: Page, text: string): Promise<void> {
  await expect.poll(() => shownResult(page)).toContain(text);
}

/** The editor draws spaces as no-break ones. */
async function shownResult(page: Page): Promise<string> {
  return ((await page.locator('.result-window .view-lines').textContent()) ?? '').replaceAll('\u00a0', ' ');
}
