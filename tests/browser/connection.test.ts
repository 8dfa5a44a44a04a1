import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { bringToRest } from '../support/at-rest.ts';
import { consoleWorld } from '../support/console-world.ts';
import { freePort } from '../support/free-port.ts';
import { missing } from '../support/requirements.ts';
import { spawnStack } from '../support/stack.ts';

const absent = await missing('chromium');
/** As of a server that is being restarted: whoever has it comes back. */
const SERVICE_RESTART = 1012;

describe.skipIf(absent !== undefined)('the connection of the console', { timeout: 90_000 }, () => {
  const world = consoleWorld(async () => ({ services: [{ name: 'hermes', port: await freePort() }] }));
  const { visit, open, close } = world;

  test('tells after a break what happened meanwhile, each thing once, also what began and ended in it', async () => {
    const page = await visit();
    const line = await cuttable(page);
    await page.reload();
    const connection = page.getByRole('status');
    await connection.getByText('live', { exact: true }).waitFor();
    await close(await open(['hermes'], 'before', { waitUntilReady: true }));
    const told = (words: string) => page.locator('.entry').filter({ hasText: words });
    await told('before (hermes): closed').waitFor();

    line.cut();
    await connection.getByText(/^reconnecting · stale since/).waitFor();
    await close(await open(['hermes'], 'meanwhile', { waitUntilReady: true }));
    line.mend();
    await connection.getByText('live', { exact: true }).waitFor();
    await told('meanwhile (hermes): closed').waitFor();
    expect(await told('meanwhile (hermes): opened').count()).toBe(1);
    expect(await told('meanwhile (hermes): closed').count()).toBe(1);
    await page
      .locator('[data-window]')
      .filter({ hasText: 'meanwhile' })
      .getByText('closed by hand')
      .waitFor();
  });

  test('tells in the timeline what happened during a break, also where nothing had come before it', async () => {
    await close(await open(['hermes'], 'before the page'));
    await bringToRest(world.stack);
    const page = await visit({ hash: '#/timeline' });
    const line = await cuttable(page);
    await page.reload();
    const connection = page.getByRole('status');
    await connection.getByText('live', { exact: true }).waitFor();
    await page.locator('.entry[data-kind="audit"]').first().waitFor();
    await page.locator('.entry[data-kind="window"]').first().waitFor();

    line.cut();
    await connection.getByText(/^reconnecting · stale since/).waitFor();
    const id = await open(['hermes'], 'while it was away', { waitUntilReady: true });
    line.mend();
    await connection.getByText('live', { exact: true }).waitFor();
    const told = (kind: string, words: string) =>
      page.locator(`.entry[data-kind="${kind}"]`).filter({ hasText: words });
    await told('audit', id.slice(0, 8)).first().waitFor();
    await told('window', 'while it was away').first().waitFor();
  });

  test('asks for nothing again in any place while nothing happens', async () => {
    const page = await visit();
    await page.locator('[data-service="hermes"]').waitFor();
    await page.getByText('No engine is awake').waitFor();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(questionOf(request.postData() ?? request.url())));
    page.on('websocket', (socket) =>
      socket.on('framesent', ({ payload }) => asked.push(questionOf(String(payload)))),
    );
    await page.reload();
    for (const place of ['now', 'windows', 'chat', 'timeline', 'engines', 'components/hermes']) {
      await page.evaluate(`location.hash = '#/${place}'`);
      await page.locator('main h2').first().waitFor();
      await expect.poll(() => quiet(asked), { interval: 500 }).toBe(true);
      const before = asked.length;
      // Whatever a timer of the page would ask in ten minutes; an answer to the server's ping is no question.
      await page.clock.runFor(600_000);
      expect(
        asked.slice(before).filter((sent) => sent !== '{"type":"pong"}'),
        place,
      ).toEqual([]);
    }
  });

  test('says that the server is gone and what is only remembered, and goes on when it is back', async () => {
    const page = await visit();
    const id = await open(['hermes'], 'outlives');
    const row = page.locator(`[data-window="${id}"]`);
    await row.getByText('open', { exact: true }).waitFor();
    const again = await world.stack.crash();

    await page.getByRole('alert').getByText('The server does not answer').waitFor();
    await page
      .getByRole('status')
      .getByText(/reconnecting · stale since \d\d:\d\d:\d\d/)
      .waitFor();
    await row.getByText('last known: open').waitFor();
    const silent = await takesOneConnection(new URL(world.stack.url));
    world.stack = await spawnStack(again);
    await page.getByRole('status').getByText('live', { exact: true }).waitFor();
    await row.getByText('open', { exact: true }).waitFor();
    await close(id);
    await row.getByText('closed by hand').waitFor();
    silent.destroy();
  });
});

/** The WebSocket of the page from its next load on, which a test breaks and lets come back. */
async function cuttable(page: Page): Promise<{ readonly cut: () => void; readonly mend: () => void }> {
  let away = false;
  let leave: () => void = () => undefined;
  await page.routeWebSocket(/graphql/, (socket) => {
    if (away) return socket.close({ code: SERVICE_RESTART });
    const server = socket.connectToServer();
    leave = () => {
      void socket.close({ code: SERVICE_RESTART });
      void server.close();
    };
  });
  return {
    cut() {
      away = true;
      leave();
    },
    mend: () => void (away = false),
  };
}

/** Takes a connection at the address and never answers it, as a server that is just starting may do. */
async function takesOneConnection({ hostname, port }: URL): Promise<Socket> {
  const server = createServer();
  server.listen(Number(port), hostname);
  const [socket] = (await once(server, 'connection')) as [Socket];
  server.close();
  return socket;
}

let seen = -1;
/** Whether nothing was asked since the last look. */
function quiet(asked: readonly string[]): boolean {
  const before = seen;
  seen = asked.length;
  return before === asked.length;
}

/** The operation that is sent, over HTTP or WebSocket, without what numbers it; empty for an answer to the server's ping. */
function questionOf(sent: string): string {
  if (!sent.startsWith('{')) return sent;
  const message = JSON.parse(sent) as { type?: string; query?: string; payload?: { query?: string } };
  return message.query ?? message.payload?.query ?? (message.type === 'pong' ? '' : sent);
}
