import { chromium, type Browser, type Page } from 'playwright-core';
import { chromiumPath } from './requirements.ts';

export interface TestPage {
  readonly page: Page;
  /** Addresses beyond the server under test that the page asked for; every one was refused. */
  readonly strangers: readonly string[];
  /** What the page itself reported: uncaught errors and refusals of its security policy. */
  readonly complaints: readonly string[];
}

/** The system's Chromium, which resolves no name and reaches no address but loopback. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath,
    args: ['--no-sandbox', '--disable-gpu', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  });
}

/** A page in a context of its own that may speak to `url` alone. */
export async function openPage(
  browser: Browser,
  url: string,
  viewport = { width: 1280, height: 800 },
): Promise<TestPage> {
  const context = await browser.newContext({ viewport });
  const page = await context.newPage();
  const strangers: string[] = [];
  const complaints: string[] = [];
  await context.route(
    (address) => address.origin !== new URL(url).origin && address.protocol.startsWith('http'),
    (route) => {
      strangers.push(route.request().url());
      return route.abort();
    },
  );
  page.on('websocket', (socket) => {
    if (new URL(socket.url()).host !== new URL(url).host) strangers.push(socket.url());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) complaints.push(message.text());
  });
  return { page, strangers, complaints };
}
