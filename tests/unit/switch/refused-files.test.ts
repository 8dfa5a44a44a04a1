import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createManualClock } from '../../../platform/manual-clock.ts';
import { serveSubgraph } from '../../../platform/graphql/serve-subgraph.ts';
import { createLogger } from '../../../platform/log.ts';
import { refusedFilesOverHttp } from '../../../subgraphs/index.ts';
import { completeOver } from '../../support/complete-over.ts';
import { startScriptedEngine } from '../../support/scripted-engine.ts';
import { enginesYaml, startSwitch } from '../../support/switch-subgraph.ts';
import { tempDir } from '../../support/temp-dir.ts';

const BROKEN = 'engines: [{ id: one, provider: openai-compatible, baseUrl: "ftp://x", model: m }]';

/** switch with one engine whose key is in a file, on a clock that moves until something is true. */
async function start() {
  const clock = createManualClock();
  const one = await startScriptedEngine();
  onTestFinished(() => one.close());
  const key = join(tempDir(), 'key');
  writeFileSync(key, 'sk-old\n');
  const engines = enginesYaml({ one: { url: one.url, more: 'apiKeyEnv: ENGINE_KEY' } });
  const test = await startSwitch({ clock, engines, secretFiles: { ENGINE_KEY: key } });
  const served = await serveSubgraph(test.subgraph, {
    host: '127.0.0.1',
    port: 0,
    token: 'between-us',
    log: createLogger('silent', 'switch'),
  });
  onTestFinished(() => served.close());
  const readRefused = refusedFilesOverHttp({ switchUrl: served.url, subgraphToken: 'between-us' });
  const refused = () => readRefused(new AbortController().signal);
  const reason = async (): Promise<unknown> => {
    await clock.advance(500);
    return ((await test.ask('{ engine(id: "one") { reason } }'))['engine'] as { reason: unknown }).reason;
  };
  return { test, clock, one, key, engines, refused, reason };
}

describe('a key that changes while the engines file is refused', () => {
  it('is taken, and the engines file stays refused', async () => {
    const { test, one, key, refused, reason } = await start();
    test.writeEngines(BROKEN);
    await expect.poll(reason).toContain('the engines file changed and is not used: ');
    writeFileSync(key, 'sk-new\n');
    await expect.poll(async () => (await reason(), test.logged())).toContain('the key of an engine was read');
    await completeOver(test);
    expect(one.requests.at(-1)?.headers.authorization).toBe('Bearer sk-new');
    expect(await reason()).toContain('the engines file changed and is not used: ');
    expect(await refused()).toMatchObject([{ file: 'engines' }]);
  });
});

describe('what is refused', () => {
  it('is nothing at first, and told with its time and its problem, until it is mended', async () => {
    const { test, clock, engines, refused, reason } = await start();
    expect(await refused()).toEqual([]);
    expect(await reason()).toBe('it was not called yet');
    test.writeEngines(BROKEN);
    await expect.poll(reason).toMatch(/^the engines file changed and is not used: /);
    const [told] = await refused();
    expect(told).toMatchObject({ file: 'engines', problem: expect.stringContaining('baseUrl') as string });
    expect(Date.parse(told?.since ?? '')).toBeLessThanOrEqual(clock.now());
    expect(Date.parse(told?.since ?? '')).toBeGreaterThan(clock.now() - 1_000);
    test.writeEngines(engines);
    await expect.poll(reason).toBe('it was not called yet');
    expect(await refused()).toEqual([]);
  });

  it('names the file of a key where that is what changed, and the engine keeps the key that it has', async () => {
    const { test, one, key, refused, reason } = await start();
    rmSync(key);
    mkdirSync(key);
    await expect.poll(reason).toContain('the file of a key changed and is not used: ');
    expect(await reason()).not.toContain('the engines file');
    expect(await refused()).toMatchObject([{ file: 'key' }]);
    await completeOver(test);
    expect(one.requests.at(-1)?.headers.authorization).toBe('Bearer sk-old');
    test.writeEngines(BROKEN);
    await expect
      .poll(async () => (await reason(), refused()))
      .toMatchObject([{ file: 'engines' }, { file: 'key' }]);
    rmSync(key, { recursive: true });
    writeFileSync(key, 'sk-new\n');
    await expect.poll(async () => (await reason(), refused())).toMatchObject([{ file: 'engines' }]);
  });
});
