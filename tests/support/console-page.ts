import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { openPage, type TestPage } from './browser.ts';
import { LOCAL_TOKEN } from './graphql-client.ts';

export interface ConsoleSetting {
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly theme?: 'light' | 'dark';
  /** The place, such as #/chat. */
  readonly hash?: string;
  /** Null: no token is kept, so that the page asks for one. */
  readonly token?: string | null;
}

/** Below the limit of a test, so that its failure names the element that was not there. */
const ELEMENT_LIMIT_MS = 30_000;

/** The console in a context of its own, with its token in the tab. Time goes on by itself, and a test can push it. */
export async function openConsole(
  browser: Browser,
  url: string,
  setting: ConsoleSetting = {},
): Promise<TestPage> {
  const opened = await openPage(browser, url, setting.viewport);
  const { page } = opened;
  page.setDefaultTimeout(ELEMENT_LIMIT_MS);
  await page.clock.install();
  const kept = {
    token: setting.token === undefined ? LOCAL_TOKEN : setting.token,
    theme: setting.theme ?? 'system',
  };
  await page.addInitScript(`{
    const kept = ${JSON.stringify(kept)};
    localStorage.setItem('vx11-theme', kept.theme);
    if (kept.token !== null) sessionStorage.setItem('vx11-token', kept.token);
  }`);
  await page.goto(`${url}/${setting.hash ?? ''}`);
  if (kept.token !== null) await page.getByRole('status').getByText('live', { exact: true }).waitFor();
  return opened;
}

/** What axe finds that is serious or critical, as "rule: element". */
export async function seriousFindings(page: Page): Promise<readonly string[]> {
  // What just arrives is seen through, and its colours are measured so.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.evaluate(axe.source);
  return page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map((node) => id + ': ' + node.html.slice(0, 160) + ' ' + (node.any[0]?.message ?? ''))),
  )`);
}
