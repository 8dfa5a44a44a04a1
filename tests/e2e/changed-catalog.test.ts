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
    await expect.poll(state).toEqual({ ...opened, window: { ...opened.window, state: 'OPEN', closure } });
    await expect.poll(() => Promise.all([before, after, top].map(isListening))).toEqual([false, true, true]);
    const { before: stopped } = await second.data<{ before: unknown }>(
      '{ before: service(name: "before") { state lastStop { rule by } } }',
    );
    expect(stopped).toEqual({ state: 'STOPPED', lastStop: { rule: 'CATALOG_CHANGED', by: 'system' } });
    expect(second.output()).toContain('the catalog changed: a live window holds other services now');

    await second.data('mutation ($id: ID!) { closeWindow(input: { id: $id }) { ok } }', { id });
    await expect
      .poll(() => Promise.all([before, after, top].map(isListening)))
      .toEqual([false, false, false]);
  },
);

test(
  'kill -9, and containers in the place of child processes: what ran as a child is ended, and audited',
  { timeout: 90_000 },
  async () => {
    const port = await freePort();
    const dataDir = tempDir();
    const catalogFile = writeCatalog(dataDir, { services: [{ name: 'web', port }] });
    const first = await spawnMadre({ dataDir, catalogFile });
    onTestFinished(async () => void (await first.stop()));
    const { id } = await openReadyWindow(first, { services: ['web'], ttlSec: 600 });
    await first.crash();
    expect(await isListening(port)).toBe(true);

    // No engine has to answer for it.
    const DOCKER_HOST = `unix://${dataDir}/no-engine.sock`;
    const second = await spawnMadre({ dataDir, catalogFile, env: { VX11_RUNTIME: 'docker', DOCKER_HOST } });
    onTestFinished(async () => void (await second.stop()));
    expect(await isListening(port)).toBe(false);
    const { auditLog } = await second.data<{ auditLog: { edges: readonly unknown[] } }>(
      '{ auditLog(action: "service.stopped") { edges { node { target actor detail } } } }',
    );
    const detail = { why: 'RUNTIME_CHANGED', at: expect.any(String) as string };
    const ended = { target: 'web', actor: 'system', detail };
    expect(auditLog.edges).toContainEqual({ node: ended });
    const held =
      'query ($id: ID!) { window(id: $id) { state } service(name: "web") { lastStop { rule by } } }';
    expect(await second.data(held, { id })).toEqual({
      window: { state: 'DEGRADED' },
      service: { lastStop: { rule: 'RUNTIME_CHANGED', by: 'system' } },
    });
  },
);
