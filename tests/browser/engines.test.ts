import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { consoleWorld } from '../support/console-world.ts';
import { writeEngines } from '../support/engines-file.ts';
import { missing } from '../support/requirements.ts';
import { respondsWith, startScriptedEngine, type ScriptedEngine } from '../support/scripted-engine.ts';

const absent = await missing('chromium');
/** Of failures, until a breaker opens; a call is tried twice at most. */
const THRESHOLD = 5;

describe.skipIf(absent !== undefined)('what the console shows of engines', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'vx11-engines-'));
  let local: ScriptedEngine;
  let remote: ScriptedEngine;
  beforeAll(async () => {
    [local, remote] = await Promise.all([startScriptedEngine(), startScriptedEngine()]);
  });
  const world = consoleWorld(async () => ({
    switchEnv: { VX11_ENGINES: writeEngines(folder, { local, remote }) },
  }));
  afterAll(async () => {
    await Promise.all([local.close(), remote.close()]);
    rmSync(folder, { recursive: true });
  });

  test('scores, circuits and calls of each engine as they change, and who sleeps', async () => {
    const page = await world.visit({ hash: '#/engines' });
    await page.getByRole('link', { name: 'Open a window for switch, 10 min' }).waitFor();
    await world.open(['switch'], 'engines', { waitUntilReady: true });
    const card = page.locator('[data-engine="local"]');
    await card.getByText('circuit closed', { exact: true }).waitFor();
    await card.getByText('never called since switch woke').waitFor();
    expect(await card.locator('meter').count()).toBe(4);

    local.script(...Array.from({ length: 2 * THRESHOLD }, () => respondsWith(500)));
    for (let asked = 0; asked < THRESHOLD; asked += 1) await ask();
    await card.getByText(/^circuit open, tried again at \d\d:\d\d:\d\d/).waitFor();
    await card.getByText(/last call .*failed/).waitFor();
    await page
      .locator('[data-engine="remote"]')
      .getByText(/last call .*answered in/)
      .waitFor();
    await card.getByRole('button', { name: 'Reset' }).click();
    await card.getByText('circuit closed', { exact: true }).waitFor();
  });

  test('plots requests and times to answer from the second reading on, and lists operations', async () => {
    const page = await world.visit({ hash: '#/engines' });
    await page.getByText(/\d+ requests since .*half of them within/).waitFor();
    for (const label of ['Requests per minute', 'Time to answer in ms'])
      await page.getByRole('img', { name: label }).locator('canvas').waitFor();
    const table = page.getByRole('group', { name: 'Requests by operation' });
    await table.getByRole('row').filter({ hasText: 'ConsoleState' }).waitFor();
    await page.getByText('The plots begin with the second reading.').waitFor({ state: 'detached' });
  });

  function ask(): Promise<unknown> {
    return world.stack.data('mutation { chat(input: { message: "are you there?" }) { ok } }');
  }
});
