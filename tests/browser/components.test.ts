import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { consoleWorld } from '../support/console-world.ts';
import { freePort } from '../support/free-port.ts';
import { missing } from '../support/requirements.ts';

const absent = await missing('chromium');

describe.skipIf(absent !== undefined)('what the console shows of components', { timeout: 60_000 }, () => {
  const world = consoleWorld(async () => ({
    services: [
      { name: 'hermes', port: await freePort() },
      { name: 'asker', port: await freePort(), dependsOn: ['hermes'] },
    ],
  }));
  const { visit, open, close } = world;
  const cardOf = (page: Page, name: string) => page.locator(`[data-service="${name}"]`);

  test('a card says what runs, since when, for whom until when, what it uses and what it said last', async () => {
    await open(['hermes'], 'look at me', { waitUntilReady: true });
    const page = await visit();
    const card = cardOf(page, 'hermes');
    expect(await card.locator('.state').getAttribute('class')).toBe('state ready');
    await card.getByText('ready', { exact: true }).waitFor();
    await card.getByText(/held by look at me until \d\d:\d\d:\d\d/).waitFor();
    await card.getByText(/up for \d+ s/).waitFor();
    await card.getByText(/starts in .*\(1 start\)/).waitFor();
    // Its two streams are two files: which of them is read last is not told.
    await card
      .locator('.last-line')
      .getByText(/^(listens|environment .*)$/)
      .waitFor();
    await card.getByText(/\d MB$/).waitFor();
    await card.getByText(/% CPU$/).waitFor();
    await expect.poll(() => card.locator('.spark').count()).toBe(2);
    expect(await cardOf(page, 'asker').locator('.state').textContent()).toBe('off by policy');
    expect(await cardOf(page, 'asker').locator('.state').getAttribute('class')).toBe('state asleep');
  });

  test('measures only for as long as somebody looks', async () => {
    const page = await visit();
    const sent: { readonly type: string; readonly id?: string; readonly payload?: { query?: string } }[] = [];
    page.on('websocket', (socket) =>
      socket.on('framesent', ({ payload }) =>
        sent.push(JSON.parse(String(payload)) as (typeof sent)[number]),
      ),
    );
    await page.reload();
    const measuring = () => sent.find(({ payload }) => payload?.query?.includes('subscription WatchStats'));
    await expect.poll(measuring).toBeDefined();
    const { id } = measuring() ?? {};
    expect(sent).not.toContainEqual({ type: 'complete', id });
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await expect.poll(() => sent).toContainEqual({ type: 'complete', id });
  });

  test('restarts and stops a component once a person says so, and leaves alone what a window still holds', async () => {
    const id = await open(['hermes'], 'in use', { waitUntilReady: true });
    const page = await visit();
    const card = cardOf(page, 'hermes');
    await card.getByText('ready', { exact: true }).waitFor();
    await card.getByRole('button', { name: 'Restart hermes' }).click();
    const restart = page.getByRole('dialog', { name: 'Restart hermes' });
    await restart.getByText('It is held by in use.').waitFor();
    await restart.getByRole('button', { name: 'Restart it' }).click();
    await page.locator('.entry').filter({ hasText: 'hermes: starting → ready' }).waitFor();
    await card.getByText('ready', { exact: true }).waitFor();

    await card.getByRole('button', { name: 'Stop hermes' }).click();
    const stop = page.getByRole('dialog', { name: 'Stop hermes' });
    await stop.getByText('It stops when what holds it is closed').waitFor();
    await stop.getByRole('link', { name: 'To the windows' }).click();
    await page.getByRole('heading', { name: 'Windows' }).waitFor();
    expect(await stop.count()).toBe(0);
    await close(id);
    await world.stack.data('mutation { startService(name: "hermes") { ok } }');
    await page.goBack();
    await card.getByText(/held by startService until closed/).waitFor();
    await card.getByRole('button', { name: 'Stop hermes' }).click();
    await stop.getByRole('button', { name: 'Stop it' }).click();
    await card.getByRole('link', { name: 'Start hermes' }).click();
    const picked = page
      .getByRole('dialog', { name: 'Open a window' })
      .getByRole('checkbox', { checked: true });
    await expect.poll(() => picked.count()).toBe(1);
    await page.keyboard.press('Escape');
    await card.getByRole('link', { name: 'hermes', exact: true }).click();
    await page.getByText(/^restarted 1 time\b/).waitFor();
  });

  test('draws who needs whom, in the colour of its state, each a way to the component', async () => {
    const page = await visit();
    const graph = page.getByRole('group', { name: 'Topology' });
    const hermes = graph.getByRole('link', { name: /hermes/ });
    await hermes.locator('[data-tone="asleep"]').waitFor();
    await expect.poll(() => graph.locator('.edge title').allTextContents()).toEqual(['asker needs hermes']);
    await open(['hermes'], 'seen in the graph');
    await hermes.locator('[data-tone="ready"]').waitFor();
    await graph.getByRole('link', { name: /asker/ }).click();
    await page.getByRole('heading', { name: 'asker' }).waitFor();
    await page.getByText('needs hermes').waitFor();
  });

  test('draws windows over time: what was, and what is planned until its deadline', async () => {
    const page = await visit({ hash: '#/windows' });
    await close(await open(['hermes'], 'was'));
    await page
      .locator('[data-window]')
      .filter({ hasText: 'was' })
      .getByText('closed by hand')
      .first()
      .waitFor();
    expect(await page.locator('.chart rect.planned').count()).toBe(0);
    const bars = await page.locator('.chart rect:not(.planned)').count();
    const id = await open(['hermes'], 'is', { ttlSec: 600 });
    await page.locator(`[data-window="${id}"]`).getByText('open', { exact: true }).waitFor();
    await expect.poll(() => page.locator('.chart rect:not(.planned)').count()).toBe(bars + 1);
    expect(await page.locator('.chart rect.planned').count()).toBe(1);
    const [now, planned] = await page.evaluate<[number, number]>(
      `['.chart line.now', '.chart rect.planned'].map((each) => document.querySelector(each).getBoundingClientRect().left)`,
    );
    expect(planned).toBeCloseTo(now, -1);
  });

  test('counts the lines of a log that were lost on their way', async () => {
    await open(['hermes'], 'to be read', { waitUntilReady: true });
    const { service } = await world.stack.data<{ service: { port: number } }>(
      '{ service(name: "hermes") { port } }',
    );
    const page = await visit({ hash: '#/components/hermes' });
    await page.routeWebSocket(/graphql/, (socket) => {
      const server = socket.connectToServer();
      server.onMessage((message) => {
        if (!message.toString().includes('"out 2"')) socket.send(message);
      });
    });
    await page.reload();
    const log = page.getByRole('log', { name: 'Log' });
    await log.getByText('listens').last().waitFor();
    await fetch(`http://127.0.0.1:${service.port}/speak?from=1&to=3`);
    await log.getByText('out 3').waitFor();
    await page.getByRole('status').getByText('1 line dropped').waitFor();
    expect(await log.getByText('out 2').count()).toBe(0);
  });
});
