import { expect, onTestFinished, test } from 'vitest';
import { writeCatalog, type TestService } from '../support/catalog.ts';
import { freePort } from '../support/free-port.ts';
import { isListening } from '../support/listening.ts';
import { spawnMadre, type SpawnedMadre } from '../support/spawn-madre.ts';
import { tempDir } from '../support/temp-dir.ts';
import { openReadyWindow } from '../support/windows.ts';

const STATE = `query ($id: ID!) {
  window(id: $id) { state deadline closure { name } }
  top: service(name: "top") { state startedAt }
}`;

interface State {
  readonly window: { readonly closure: readonly { readonly name: string }[]; readonly deadline: string };
  readonly top: { readonly startedAt: string };
}

test(
  'kill -9, and another catalog: windows hold what it says now, and what was asked for goes on running',
  { timeout: 90_000 },
  async () => {
    const [before, after, top] = [await freePort(), await freePort(), await freePort()];
    const dataDir = tempDir();
    const start = async (services: readonly TestService[]): Promise<SpawnedMadre> => {
      const madre = await spawnMadre({ dataDir, catalogFile: writeCatalog(dataDir, { services }) });
      onTestFinished(async () => void (await madre.stop()));
      return madre;
    };
    const first = await start([
      { name: 'before', port: before },
      { name: 'after', port: after },
      { name: 'top', port: top, dependsOn: ['before'] },
    ]);
    const { id } = await openReadyWindow(first, { services: ['top'], ttlSec: 600 });
    const opened = await first.data<State>(STATE, { id });
    expect(opened.window.closure).toEqual([{ name: 'before' }, { name: 'top' }]);
    await first.crash();
    expect(await Promise.all([before, after, top].map(isListening))).toEqual([true, false, true]);

    const second = await start([
      { name: 'before', port: before },
      { name: 'after', port: after, args: ['--boot-ms', '300'] },
      { name: 'top', port: top, dependsOn: ['after'] },
    ]);
    const state = () => second.data<State>(STATE, { id });
    const closure = [{ name: 'after' }, { name: 'top' }];
    await expect
      .poll(state, { timeout: 20_000 })
      .toEqual({ ...opened, window: { ...opened.window, state: 'OPEN', closure } });
    await expect
      .poll(() => Promise.all([before, after, top].map(isListening)), { timeout: 20_000 })
      .toEqual([false, true, true]);
    const { before: stopped } = await second.data<{ before: unknown }>(
      '{ before: service(name: "before") { state lastStop { rule by } } }',
    );
    expect(stopped).toEqual({ state: 'STOPPED', lastStop: { rule: 'CATALOG_CHANGED', by: 'system' } });
    expect(second.output()).toContain('the catalog changed: a live window holds other services now');

    await second.data('mutation ($id: ID!) { closeWindow(input: { id: $id }) { ok } }', { id });
    await expect
      .poll(() => Promise.all([before, after, top].map(isListening)), { timeout: 20_000 })
      .toEqual([false, false, false]);
  },
);
