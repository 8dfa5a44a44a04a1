import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../../../platform/manual-clock.ts';
import type { Catalog } from '../../../../subgraphs/madre/catalog.ts';
import { MemoryWorld } from '../../../../subgraphs/madre/runtimes/memory/memory-world.ts';
import type { LeftRun, Runtime } from '../../../../subgraphs/madre/runtimes/runtime.ts';
import { catalogService } from '../../../support/memory-madre.ts';
import { openDesk, type PowerDesk } from '../../../support/power-desk.ts';
import { tempDir } from '../../../support/temp-dir.ts';

const catalogOf = (...composeServices: readonly string[]): Catalog =>
  new Map(composeServices.map((service) => ['web', catalogService('web', { docker: { service } })] as const));

/** Each call is one more madre on the same folder, over a runtime that calls itself so, and says what it ended at her start. */
function installation() {
  const clock = createManualClock();
  const world = new MemoryWorld(clock);
  const dataDir = tempDir();
  return (
    kind: 'DOCKER' | 'PROCESS',
    { left, catalog = catalogOf('web') }: { left?: () => readonly LeftRun[]; catalog?: Catalog } = {},
  ) =>
    openDesk({
      ...{ dataDir, clock, world, catalog },
      watch: (runtime): Runtime => ({ ...runtime, kind, ...(left && { endLeft: left }) }),
    });
}

interface Seen {
  readonly service: {
    readonly state: string;
    readonly restartCount: number;
    readonly lastStop: { readonly rule: string; readonly by: string } | null;
    readonly failure: unknown;
  };
}

async function web({ madre }: PowerDesk): Promise<Seen['service']> {
  const query = `{ service(name: "web") { state restartCount lastStop { rule by } failure { code } } }`;
  return (await madre.ask<Seen>(query)).service;
}

async function stopsOf({ madre }: PowerDesk): Promise<readonly unknown[]> {
  const { auditLog } = await madre.ask<{
    auditLog: { edges: readonly { node: { detail: { why: string } } }[] };
  }>('{ auditLog(action: "service.stopped") { edges { node { target actor detail } } } }');
  return auditLog.edges.map(({ node }) => node).filter(({ detail }) => detail.why !== 'observed');
}

describe('a service that is another thing than before', () => {
  it('has the end of what it was as its last stop, told once', async () => {
    const start = installation();
    const first = await start('PROCESS');
    await first.open({ services: ['web'] });
    await first.madre.crash();
    first.madre.world.end('web');

    const left = () => [{ service: 'web', ranAs: 'PROCESS', ended: Promise.resolve(true) } as const];
    const second = await start('DOCKER', { left });
    const lastStop = { rule: 'RUNTIME_CHANGED', by: 'system' };
    expect(await web(second)).toMatchObject({ lastStop });
    const at = new Date(second.madre.clock.now()).toISOString();
    const detail = { why: 'RUNTIME_CHANGED', at };
    expect(await stopsOf(second)).toEqual([{ target: 'web', actor: 'system', detail }]);
    await second.madre.clock.advance(1_000);
    expect(await web(second)).toEqual({ state: 'READY', restartCount: 1, lastStop, failure: null });
  });

  it.each<[string, Parameters<ReturnType<typeof installation>>]>([
    ['a container', ['DOCKER', {}]],
    ['another container', ['DOCKER', { catalog: catalogOf('web2') }]],
  ])('as %s, does not take the old end of that for a crash', async (what, then) => {
    const start = installation();
    const first = await start(what === 'a container' ? 'PROCESS' : 'DOCKER');
    const { world } = first.madre;
    await first.open({ services: ['web'] });
    await first.madre.crash();
    // As this one ended long ago.
    world.end('web', { exitCode: 3 });
    world.behave('web', { start: 'hangs' });

    const second = await start(...then);
    await second.madre.clock.advance(500);
    expect(await web(second)).toMatchObject({ state: 'STARTING', lastStop: null, failure: null });
    expect(await second.audited('system')).not.toContain('service.crashed FAILED');
  });

  it('as the same, has crashed while madre was away', async () => {
    const start = installation();
    const first = await start('DOCKER');
    await first.open({ services: ['web'] });
    await first.madre.crash();
    first.madre.world.end('web', { exitCode: 3 });
    first.madre.world.behave('web', { start: 'hangs' });
    const second = await start('DOCKER');
    expect(await second.audited('system')).toContain('service.crashed FAILED');
  });

  it('is tried again where what it was could not be ended, until that is gone', async () => {
    const start = installation();
    const first = await start('DOCKER');
    await first.open({ services: ['web'] });
    await first.madre.crash();
    let tries = 0;
    const left = (): readonly LeftRun[] => {
      tries += 1;
      if (tries > 3) return [];
      const ended = tries === 3 ? Promise.resolve(true) : Promise.reject(new Error('no engine'));
      return [{ service: 'gone', ranAs: 'DOCKER', ended }];
    };
    const second = await start('DOCKER', { left });
    expect(await stopsOf(second)).toEqual([]);
    await second.madre.clock.advance(60_000);
    const detail = { why: 'NOT_IN_CATALOG' };
    expect(await stopsOf(second)).toEqual([{ target: 'gone', actor: 'system', detail }]);
    expect(tries).toBe(3);
  });
});
