import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { consoleWorld } from '../support/console-world.ts';
import { freePort } from '../support/free-port.ts';
import { missing } from '../support/requirements.ts';

const absent = await missing('chromium');

describe.skipIf(absent !== undefined)('the panel that opens a window', { timeout: 60_000 }, () => {
  /** A file in it lets the service of its name listen. */
  const folder = mkdtempSync(join(tmpdir(), 'vx11-boots-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  beforeEach(() => ['slow', 'rider'].forEach((name) => rmSync(join(folder, name), { force: true })));
  const boots = (name: string): void => writeFileSync(join(folder, name), '');
  const world = consoleWorld(async () => {
    const ports = [await freePort(), await freePort(), await freePort(), await freePort(), await freePort()];
    const [hermes = 0, asker = 0, absentPort = 0, slow = 0, rider = 0] = ports;
    const bootsUntil = (name: string): string[] => ['--boot-until', join(folder, name)];
    return {
      env: { VX11_MEMORY_BUDGET_MB: '512' },
      services: [
        { name: 'hermes', port: hermes, memoryMb: 256 },
        { name: 'asker', port: asker, dependsOn: ['hermes'], memoryMb: 64 },
        { name: 'absent', port: absentPort, process: null },
        { name: 'slow', port: slow, args: bootsUntil('slow'), memoryMb: 256 },
        { name: 'rider', port: rider, args: bootsUntil('rider'), dependsOn: ['slow'], memoryMb: 64 },
      ],
    };
  });
  const { visit, open } = world;

  async function openCount(): Promise<number> {
    const { powerState } = await world.stack.data<{ powerState: { activeWindows: unknown[] } }>(
      '{ powerState { activeWindows { id } } }',
    );
    return powerState.activeWindows.length;
  }

  test('goes from plan to open to closed by keyboard alone', async () => {
    const page = await visit();
    await page.keyboard.press('o');
    const panel = page.getByRole('dialog', { name: 'Open a window' });
    await panel.getByRole('checkbox', { name: /^asker/ }).focus();
    await page.keyboard.press('Space');
    await panel.getByText('needed by asker').waitFor();
    await panel.getByText('hermes → asker').waitFor();
    await panel.getByRole('textbox', { name: 'Reason' }).focus();
    await page.keyboard.type('by keyboard');
    await panel.getByRole('button', { name: 'Open for 15 min: start hermes, then asker' }).waitFor();
    await page.keyboard.press('Enter');
    await panel.waitFor({ state: 'hidden' });

    const row = page.locator('[data-window]').filter({ hasText: 'by keyboard' });
    await row.getByText('open', { exact: true }).waitFor();
    await page.keyboard.press('x');
    const question = page.getByRole('dialog', { name: 'Close the window' });
    await question.getByText('Stops now: hermes, asker.').waitFor();
    await page.keyboard.press('Enter');
    await row.getByText('closed by hand').waitFor();
  });

  test('holds an Enter that comes while the plan is made anew, and opens where it is still the plan that was read', async () => {
    const page = await visit({ hash: '#/windows/open?services=hermes' });
    await page.getByRole('button', { name: 'Open for 15 min: start hermes' }).waitFor();
    const plans = await holdPlans(page);
    await page.getByLabel('Where memory is taken').selectOption('wait for it');
    await plans.asked;
    await page.getByRole('textbox', { name: 'Reason' }).press('Enter');
    await page.getByRole('button', { name: 'requested' }).waitFor();
    expect(await openCount()).toBe(0);
    plans.answer();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await openCount()).toBe(1);
  });

  test('opens nothing on an Enter for a plan that nobody has read yet, and says so', async () => {
    const page = await visit({ hash: '#/windows/open?services=hermes' });
    await page.getByRole('button', { name: 'Open for 15 min: start hermes' }).waitFor();
    const plans = await holdPlans(page);
    await page.getByRole('radio', { name: '5 min', exact: true }).check();
    await plans.asked;
    await page.getByRole('textbox', { name: 'Reason' }).press('Enter');
    await page.getByRole('button', { name: 'requested' }).waitFor();
    plans.answer();
    await page.getByRole('alert').getByText('Read what it says now').waitFor();
    expect(await openCount()).toBe(0);
    await page.getByRole('textbox', { name: 'Reason' }).press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await openCount()).toBe(1);
  });

  test('shows the plan anew where it changed between reading and confirming', async () => {
    const page = await visit({ hash: '#/windows/open?services=hermes' });
    const confirm = page.getByRole('button', { name: 'Open for 15 min: start hermes' });
    await confirm.waitFor();
    let first = true;
    await page.route('**/graphql', async (route) => {
      if (first && (route.request().postData() ?? '').includes('mutation OpenWindow')) {
        first = false;
        await world.stack.data(
          'mutation { openWindow(input: { services: ["hermes"], ttlSec: 60, waitUntilReady: true }) { ok } }',
        );
      }
      await route.continue();
    });
    await confirm.click();
    await page.getByRole('alert').waitFor();
    await page.getByRole('button', { name: 'Open for 15 min: all of it runs already' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  });

  test('says in memory and by name what a window would end, and ends just that once it is confirmed', async () => {
    const nightly = await open(['hermes'], 'nightly', { priority: 1, waitUntilReady: true });
    boots('slow');
    boots('rider');
    const page = await visit({ hash: '#/windows/open?services=rider,asker' });
    const panel = page.getByRole('dialog', { name: 'Open a window' });
    await panel.getByText(/640 MB of 512 MB/).waitFor();
    await panel
      .getByText(/^memory|budget/i)
      .first()
      .waitFor();
    await panel.getByRole('checkbox', { name: /^asker/ }).focus();
    await page.keyboard.press('Space');
    await panel.getByLabel('Where memory is taken').selectOption('end less important windows');
    await panel.getByText('nightly (hermes)').waitFor();
    expect(await panel.getByText('nightly (hermes)').getAttribute('class')).toBe('warning');
    await panel
      .getByRole('button', { name: 'Open for 15 min: start slow, then rider, ending nightly' })
      .click();
    await panel.waitFor({ state: 'hidden' });
    await page.locator(`[data-window="${nightly}"]`).getByText('it made way for another window').waitFor();
    await page.locator('[data-window]').getByText('open', { exact: true }).waitFor();
  });

  test('follows each start as it happens', async () => {
    const page = await visit();
    const id = await open(['rider'], 'step by step');
    const row = page.locator(`[data-window="${id}"]`);
    await row.getByText('starting 1 of 2').waitFor();
    const steps = row.getByRole('listitem');
    await steps.filter({ hasText: /^slow starting, / }).waitFor();
    await steps.filter({ hasText: /^rider waits/ }).waitFor();
    boots('slow');
    await row.getByText('starting 2 of 2').waitFor();
    await steps.filter({ hasText: /^slow ready in / }).waitFor();
    await steps.filter({ hasText: /^rider starting, / }).waitFor();
    boots('rider');
    await row.getByText('open', { exact: true }).waitFor();
    expect(await steps.count()).toBe(0);
  });

  test('turns a start that failed into what went wrong and what helps', async () => {
    const page = await visit();
    await open(['absent'], 'see it fail');
    const row = page.locator('[data-window]').filter({ hasText: 'see it fail' });
    await row.getByText(/^absent has no program in the catalog/).waitFor();
    await row.getByText(/^What helps: .*absent.*\.$/).waitFor();
    expect(await row.textContent()).toMatch(/see it fail.*ended \d\d:\d\d:\d\d: it did not start/);
    await page.clock.fastForward(61_000);
    await row.getByText('why it failed').waitFor();
    expect(await row.locator('.state.broken').count()).toBe(0);
  });
});

interface HeldPlans {
  /** As soon as the page has asked for a plan. */
  readonly asked: Promise<void>;
  answer(): void;
}

/** What the page asks for a plan from now on waits. */
async function holdPlans(page: Page): Promise<HeldPlans> {
  let answer: () => void = () => undefined;
  let wasAsked: () => void = () => undefined;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  const asked = new Promise<void>((resolve) => (wasAsked = resolve));
  await page.route('**/graphql', async (route) => {
    if ((route.request().postData() ?? '').includes('query PlanWindow')) {
      wasAsked();
      await answered;
    }
    await route.continue();
  });
  return { asked, answer };
}
