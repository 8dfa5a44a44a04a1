import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { bringToRest } from '../support/at-rest.ts';
import { launchBrowser, type TestPage } from '../support/browser.ts';
import { openConsole, seriousFindings, type ConsoleSetting } from '../support/console-page.ts';
import { writeEngines } from '../support/engines-file.ts';
import { freePort } from '../support/free-port.ts';
import { missing } from '../support/requirements.ts';
import {
  answers,
  answersThroughGates,
  startScriptedEngine,
  type EngineScript,
  type ScriptedEngine,
} from '../support/scripted-engine.ts';
import { spawnStack, type SpawnedStack } from '../support/stack.ts';

const absent = await missing('chromium');

interface Gate {
  readonly passed: Promise<void>;
  open(): void;
}

function gate(): Gate {
  let open: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open };
}

describe.skipIf(absent !== undefined)('the chat of the console', { timeout: 60_000 }, () => {
  let stack: SpawnedStack;
  let browser: Browser;
  let first: ScriptedEngine;
  let second: ScriptedEngine;
  let opened: TestPage;
  const folder = mkdtempSync(join(tmpdir(), 'vx11-chat-'));

  beforeAll(async () => {
    [first, second] = await Promise.all([startScriptedEngine(), startScriptedEngine()]);
    const file = writeEngines(folder, { local: first, remote: second });
    [stack, browser] = await Promise.all([
      spawnStack({
        switchEnv: { VX11_ENGINES: file },
        services: [{ name: 'hermes', port: await freePort() }],
      }),
      launchBrowser(),
    ]);
    await wake();
  });
  afterAll(async () => {
    await browser.close();
    await stack.close();
    await Promise.all([first.close(), second.close()]);
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    expect(opened.strangers, 'addresses beyond the server').toEqual([]);
    expect(opened.complaints).toEqual([]);
    await opened.page.context().close();
  });

  async function wake(): Promise<void> {
    await stack.data(
      'mutation { openWindow(input: { services: ["switch"], ttlSec: 600, waitUntilReady: true }) { ok } }',
    );
  }

  async function visit(setting: ConsoleSetting = { hash: '#/chat/new' }): Promise<Page> {
    opened = await openConsole(browser, stack.url, setting);
    return opened.page;
  }

  async function ask(page: Page, message: string): Promise<void> {
    await page.getByLabel('Message').fill(message);
    await page.getByLabel('Message').press('Enter');
  }

  const log = (page: Page) => page.getByRole('log', { name: 'Conversation' });
  const answer = (page: Page) => log(page).locator('article').last();

  test('shows an answer as it is written, goes on with it after a reload, and stores it whole', async () => {
    const [one, two] = [gate(), gate()];
    first.script(
      answersThroughGates(
        { gate: one.passed, text: 'The first half, ' },
        { gate: two.passed, text: 'and the second.' },
      ),
    );
    const page = await visit();
    await ask(page, 'tell me in two parts');
    await answer(page).getByText('waiting for the first word').waitFor();
    one.open();
    await answer(page).getByText('The first half,').waitFor();
    await page.reload();
    await answer(page).getByText('The first half,').waitFor();
    await answer(page).getByText('writing').waitFor();
    two.open();
    await answer(page).getByText('The first half, and the second.').waitFor();
    await answer(page).getByText('11 + 7 tokens').waitFor();
    expect(await answer(page).locator('header').textContent()).toMatch(/^local\d\d:/);
    await page.getByRole('navigation', { name: 'Conversations' }).getByText('tell me in two parts').waitFor();
  });

  test('strikes through what became void, and says who starts over and why', async () => {
    const [said, broken] = [gate(), gate()];
    first.script(saysThenBreaks('half a thought', said.passed, broken.passed));
    second.script(answers('A whole thought.'));
    const page = await visit();
    await ask(page, 'think');
    said.open();
    await answer(page).getByText('half a thought').waitFor();
    broken.open();
    await answer(page).getByText('A whole thought.').waitFor();
    expect(await answer(page).locator('del').textContent()).toBe('half a thought');
    await answer(page)
      .getByText(/^local stopped \(.*\); remote starts over\.$/)
      .waitFor();
    await answer(page).getByText('how it was answered').click();
    const attempts = answer(page).getByRole('list', { name: 'Attempts' }).getByRole('listitem');
    await attempts.getByText('remote served').waitFor();
    expect(await attempts.first().textContent()).toMatch(/^local failed mid stream .*14 characters void$/);
    expect(
      await answer(page).getByRole('list', { name: 'Candidates' }).getByRole('listitem').allTextContents(),
    ).toEqual(['local: number 1 in the configured order', 'remote: number 2 in the configured order']);

    await page.reload();
    await answer(page).getByText('A whole thought.').waitFor();
    await answer(page)
      .getByText(/^local stopped .*after 14 characters, which are not kept; remote started over\.$/)
      .waitFor();
  });

  test('on a phone the conversations are above the one that is read, and are chosen by keyboard', async () => {
    const page = await visit({ hash: '#/chat/new', viewport: { width: 360, height: 740 } });
    await ask(page, 'the first of two');
    await answer(page).getByText('Hello from the scripted engine.').waitFor();
    const drawer = page.locator('summary', { hasText: 'Conversations' });
    const list = page.getByRole('navigation', { name: 'Conversations' });
    expect(await list.isVisible()).toBe(false);
    expect((await drawer.boundingBox())?.y).toBeLessThan((await log(page).boundingBox())?.y ?? 0);

    await drawer.focus();
    await page.keyboard.press('Enter');
    await list.getByRole('link', { name: /^the first of two/ }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await log(page).getByText('Ask what runs.').waitFor();
    expect(await list.isVisible()).toBe(false);
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Conversations');
  });

  test('stops an answer, keeps what was said, and can ask again', async () => {
    const never = gate();
    first.script(
      answersThroughGates(
        { gate: Promise.resolve(), text: 'A long story' },
        { gate: never.passed, text: ' without end' },
      ),
    );
    const page = await visit();
    await ask(page, 'a story');
    await answer(page).getByText('A long story').waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await answer(page).locator('header').getByText('cancelled').waitFor();
    expect(await answer(page).locator('.markdown').textContent()).toContain('A long story');
    await page.getByRole('button', { name: 'Ask again' }).click();
    await answer(page).getByText('Hello from the scripted engine.').waitFor();
    expect(await log(page).locator('.you').allTextContents()).toEqual(['a story', 'a story']);
    never.open();
  });

  test('leaves a block alone once it is whole, however much follows', async () => {
    const [one, two] = [gate(), gate()];
    first.script(
      answersThroughGates(
        { gate: one.passed, text: 'A paragraph.\n\nThe next beg' },
        { gate: two.passed, text: 'ins here.\n\n- and\n- more\n' },
      ),
    );
    const page = await visit();
    await ask(page, 'in blocks');
    one.open();
    const paragraph = answer(page).locator('.markdown p', { hasText: 'A paragraph.' });
    await answer(page).getByText('The next beg').waitFor();
    // A node that was made anew would not have it.
    await paragraph.evaluate((node: object) => void Reflect.set(node, 'settled', true));
    two.open();
    await answer(page).getByText('more', { exact: true }).waitFor();
    expect(await paragraph.evaluate((node: object) => 'settled' in node)).toBe(true);
    await answer(page).getByText('11 + 7 tokens').waitFor();
    expect(await paragraph.evaluate((node: object) => 'settled' in node)).toBe(true);
  });

  test('renders markdown, and nothing of it acts or loads', async () => {
    first.script(
      answers(
        '# Title\n\nSome **bold** and `code`.\n\n- a\n- b\n\n',
        '<img src=x onerror=alert(1)> <script>alert(1)</script>\n\n',
        '![picture](http://elsewhere.example/p.png) [good](https://good.example/) [bad](javascript:alert(1))\n\n',
        '| a | b |\n|---|---|\n| 1 | 2 |\n\n```\n<b>kept</b>\n```\n',
      ),
    );
    const page = await visit();
    await ask(page, 'markdown please');
    const text = answer(page).locator('.markdown');
    await text.locator('pre').getByText('<b>kept</b>').waitFor();
    expect(await text.locator('strong').textContent()).toBe('bold');
    expect(await text.locator('td').allTextContents()).toEqual(['1', '2']);
    expect(await text.locator('img, script').count()).toBe(0);
    const links = text.locator('a');
    expect(await links.count()).toBe(1);
    expect(await links.getAttribute('href')).toBe('https://good.example/');
    expect(await links.getAttribute('rel')).toBe('noopener noreferrer nofollow');
    expect(await text.textContent()).toContain('picture good bad');
  });

  test('finds conversations again, renames and deletes them', async () => {
    const page = await visit();
    await ask(page, 'a needle in the hay');
    await answer(page).getByText('Hello from the scripted engine.').waitFor();
    const list = page.getByRole('navigation', { name: 'Conversations' });
    await page.keyboard.press('Escape');
    await list.getByRole('searchbox').fill('needle');
    await expect.poll(() => list.getByRole('listitem').count()).toBe(1);
    await list.getByRole('button', { name: 'Edit a needle in the hay' }).click();
    await page.getByLabel('Title').fill('renamed');
    await page.getByRole('button', { name: 'Rename' }).click();
    await list.getByRole('link', { name: /^renamed/ }).waitFor();
    await list.getByRole('button', { name: 'Edit renamed' }).click();
    await page.getByRole('button', { name: /^Delete it/ }).click();
    await list.getByRole('link', { name: /^renamed/ }).waitFor({ state: 'detached' });
    await log(page).getByText('Ask what runs.').waitFor();
  });

  test('without an engine madre answers, with her facts and what to open, and it is said once', async () => {
    await bringToRest(stack);
    const page = await visit({ viewport: { width: 1280, height: 500 } });
    for (let asked = 1; asked <= 3; asked += 1) {
      await ask(page, 'what is running?');
      await expect
        .poll(() => log(page).locator('article').getByText('how it was answered').count())
        .toBe(asked);
    }
    expect(await answer(page).locator('header').textContent()).toMatch(/^madreno engine: .*switch/);
    await answer(page)
      .getByRole('list', { name: 'Facts in this answer' })
      .getByText(/observed/)
      .first()
      .waitFor();
    await expect.poll(() => fromEnd(page)).toBe(0);
    const spoken = page.getByRole('status').filter({ hasText: /^madre: / });
    expect((await spoken.textContent())?.match(/This is madre/g)).toHaveLength(1);
    await page.evaluate(`document.querySelector('[role=log]').scrollTop = 0`);
    await answer(page).getByRole('link', { name: 'Wake switch for 10 min' }).click();
    await page.getByRole('button', { name: 'Open for 10 min: start switch' }).waitFor();
  });

  test('what madre proposes is shown as it would be sent, and opens its window once a person confirms', async () => {
    await bringToRest(stack);
    const page = await visit();
    await ask(page, 'open a window for hermes');
    const card = answer(page).getByRole('region', { name: 'Proposal: Open a window for hermes of 300 s' });
    await card.getByLabel('What would be sent').getByText('"ttlSec": 300').waitFor();
    expect(await openServices()).toEqual([]);
    await card.getByRole('button', { name: 'Confirm' }).click();
    await card.getByRole('status').getByText('done').waitFor();
    expect(await openServices()).toEqual([['hermes']]);
  });

  async function openServices(): Promise<readonly (readonly string[])[]> {
    const { powerState } = await stack.data<{
      powerState: { activeWindows: { services: { name: string }[] }[] };
    }>('{ powerState { activeWindows { services { name } } } }');
    return powerState.activeWindows.map(({ services }) => services.map(({ name }) => name));
  }
});

/** The connection breaks when the second gate opens. */
function saysThenBreaks(text: string, said: Promise<void>, broken: Promise<void>): EngineScript {
  return (response) => {
    const never = new Promise<void>(() => undefined);
    void answersThroughGates({ gate: said, text }, { gate: never, text: '' })(response);
    void broken.then(() => response.socket?.destroy());
  };
}

function fromEnd(page: Page): Promise<number> {
  return page.evaluate(`(() => {
    const log = document.querySelector('[role=log]');
    return Math.round(log.scrollHeight - log.scrollTop - log.clientHeight);
  })()`);
}
