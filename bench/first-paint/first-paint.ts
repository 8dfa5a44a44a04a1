import { loadavg } from 'node:os';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../tests/support/browser.ts';
import { freePort } from '../../tests/support/free-port.ts';
import { LOCAL_TOKEN } from '../../tests/support/graphql-client.ts';
import { missing } from '../../tests/support/requirements.ts';
import { spawnStack } from '../../tests/support/stack.ts';
import { openReadyWindow } from '../../tests/support/windows.ts';
import { summarise, TABLE_HEAD, toRow } from '../statistics.ts';

const SCALE = Number(process.env['BENCH_SCALE'] ?? 1);
const ROUNDS = Math.max(5, Math.round(30 * SCALE));
const WARM_UP = 3;

interface Paints {
  /** From the navigation until anything is painted. */
  readonly anythingMs: number;
  /** Until the frame that shows the open window and the components. */
  readonly dataMs: number;
}

/** How long the console takes, in a browser that runs already, until it shows what runs and until when. */
export async function measureFirstPaint(): Promise<void> {
  const absent = await missing('chromium');
  if (absent !== undefined) throw new Error(absent);
  const services = [{ name: 'hermes', port: await freePort() }];
  const [stack, browser] = await Promise.all([spawnStack({ services }), launchBrowser()]);
  try {
    await openReadyWindow(stack, { services: ['hermes'], ttlSec: 3_600, reason: 'looked at' });
    const [fresh, again]: [Paints[], Paints[]] = [[], []];
    for (let round = -WARM_UP; round < ROUNDS; round += 1) {
      const [first, second] = await visitTwice(browser, stack.url);
      if (round < 0) continue;
      fresh.push(first);
      again.push(second);
    }
    console.log(`load ${loadavg()[0]?.toFixed(1)} at the end, on loopback\n\n${TABLE_HEAD}`);
    print('nothing kept', fresh);
    print('files kept by the browser', again);
  } finally {
    await browser.close();
    await stack.close();
  }
}

/** With nothing kept, and once more with the files of the first visit. */
async function visitTwice(browser: Browser, url: string): Promise<readonly [Paints, Paints]> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.addInitScript(
    `if (location.protocol === 'http:') { sessionStorage.setItem('vx11-token', ${JSON.stringify(LOCAL_TOKEN)}); ${NOTE_DATA} }`,
  );
  const first = await visit(page, url);
  const second = await visit(page, url);
  await context.close();
  return [first, second];
}

async function visit(page: Page, url: string): Promise<Paints> {
  await page.goto('about:blank');
  await page.goto(url);
  const dataMs = await page.waitForFunction(() => performance.getEntriesByName('data')[0]?.startTime);
  const anythingMs = await page.waitForFunction(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
  );
  return { anythingMs: Number(await anythingMs.jsonValue()), dataMs: Number(await dataMs.jsonValue()) };
}

/** For the page: marks the frame after the one in which the window and the components are there. */
const NOTE_DATA = `new MutationObserver((_changes, looks) => {
  if (!document.querySelector('[data-window]') || !document.querySelector('[data-service]')) return;
  looks.disconnect();
  requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('data')));
}).observe(document, { childList: true, subtree: true });`;

function print(name: string, paints: readonly Paints[]): void {
  console.log(toRow(`${name}: anything`, summarise(paints.map(({ anythingMs }) => anythingMs))));
  console.log(toRow(`${name}: with data`, summarise(paints.map(({ dataMs }) => dataMs))));
}
