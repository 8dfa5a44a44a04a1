import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { consoleWorld } from '../support/console-world.ts';
import { writeEngines } from '../support/engines-file.ts';
import { gate } from '../support/gate.ts';
import { missing } from '../support/requirements.ts';
import { answersThroughGates, startScriptedEngine, type ScriptedEngine } from '../support/scripted-engine.ts';

const absent = await missing('chromium');

describe.skipIf(absent !== undefined)('what is sent while the chat is busy', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'vx11-composer-'));
  let engine: ScriptedEngine;
  const { visit, open } = consoleWorld(async () => {
    engine = await startScriptedEngine();
    return { switchEnv: { VX11_ENGINES: writeEngines(folder, { local: engine }) } };
  });
  afterAll(async () => {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const box = (page: Page) => page.getByLabel('Message');
  const asked = (page: Page) => page.getByRole('log', { name: 'Conversation' }).locator('.you');
  const note = (page: Page) => page.getByText('It is sent as soon as it can be. Escape takes it back.');

  test('waits while the conversation is read, and then goes out once, as one question of the same conversation', async () => {
    const page = await visit({ hash: '#/chat/new' });
    const [reading, read] = [gate(), gate()];
    const questions = await countQuestions(page);
    await page.route('**/graphql', async (route) => {
      if (!(route.request().postData() ?? '').includes('query Conversation')) return route.fallback();
      reading.open();
      await read.promise;
      await route.fallback();
    });
    await box(page).fill('what is running?');
    await box(page).press('Enter');
    await reading.promise;
    await box(page).fill('and what is open?');
    await box(page).press('Enter');
    await box(page).press('Enter');
    await note(page).waitFor();
    expect(await box(page).inputValue()).toBe('and what is open?');
    expect(questions()).toBe(1);
    read.open();
    await expect.poll(() => asked(page).allTextContents()).toEqual(['what is running?', 'and what is open?']);
    await expect.poll(() => page.locator('article').getByText('how it was answered').count()).toBe(2);
    expect(await box(page).inputValue()).toBe('');
    expect(await note(page).count()).toBe(0);
    expect(questions()).toBe(2);
  });

  test('waits for the end of an answer, and can be taken back until then', async () => {
    await open(['switch'], 'to be asked', { waitUntilReady: true });
    const [one, two] = [gate(), gate()];
    engine.script(
      answersThroughGates({ gate: one.promise, text: 'A long ' }, { gate: two.promise, text: 'story.' }),
    );
    const page = await visit({ hash: '#/chat/new' });
    const questions = await countQuestions(page);
    await box(page).fill('a story');
    await box(page).press('Enter');
    one.open();
    await page.locator('article').getByText('A long').waitFor();
    await box(page).fill('another');
    await box(page).press('Enter');
    await note(page).waitFor();
    await box(page).press('Escape');
    await note(page).waitFor({ state: 'detached' });
    expect(await box(page).inputValue()).toBe('another');
    await box(page).press('Enter');
    await box(page).press('End');
    await box(page).pressSequentially(' one');
    expect(await note(page).count()).toBe(0);
    await box(page).press('Enter');
    await note(page).waitFor();
    two.open();
    await page.locator('article').getByText('Hello from the scripted engine.').waitFor();
    expect(await asked(page).allTextContents()).toEqual(['a story', 'another one']);
    expect(questions()).toBe(2);
  });

  test('stays with what was refused before it, and is not sent by itself', async () => {
    const page = await visit({ hash: '#/chat/new' });
    const [sending, refused] = [gate(), gate()];
    await page.route('**/graphql', async (route) => {
      if (!isQuestion(route.request().postData())) return route.fallback();
      sending.open();
      await refused.promise;
      await route.abort();
    });
    await box(page).fill('the first');
    await box(page).press('Enter');
    await sending.promise;
    await box(page).fill('the second');
    await box(page).press('Enter');
    await note(page).waitFor();
    refused.open();
    await page.getByText(/^No answer came/).waitFor();
    expect(await box(page).inputValue()).toBe('the first\nthe second');
    expect(await note(page).count()).toBe(0);
    expect(await asked(page).count()).toBe(0);
  });

  test('goes to no other conversation than the one it was written in', async () => {
    await open(['switch'], 'to be asked', { waitUntilReady: true });
    const never = gate();
    engine.script(answersThroughGates({ gate: never.promise, text: '' }));
    const page = await visit({ hash: '#/chat/new' });
    const questions = await countQuestions(page);
    await box(page).fill('this takes long');
    await box(page).press('Enter');
    await page.getByText('waiting for the first word').waitFor();
    await box(page).fill('only for this one');
    await box(page).press('Enter');
    await note(page).waitFor();
    await page.evaluate(`location.hash = '#/chat/new'`);
    await page.getByText('Ask what runs.').waitFor();
    await note(page).waitFor({ state: 'detached' });
    expect(await box(page).inputValue()).toBe('only for this one');
    expect(questions()).toBe(1);
    never.open();
  });
});

/** Counts what the page asks to be answered from now on. */
async function countQuestions(page: Page): Promise<() => number> {
  let count = 0;
  await page.route('**/graphql', async (route) => {
    if (isQuestion(route.request().postData())) count += 1;
    await route.fallback();
  });
  return () => count;
}

function isQuestion(body: string | null): boolean {
  return body?.includes('mutation Ask') ?? false;
}
