import { expect, it, onTestFinished } from 'vitest';
import { requestOf } from '../../../support/memory-madre.ts';
import { openDesk, type PowerDesk } from '../../../support/power-desk.ts';

const SERVICE = 'service(name: "alone") { state reason failure { code message suggestion } }';
const STOPS = 'auditLog(action: "service.stopping", first: 100) { edges { node { outcome } } }';

interface Audit {
  readonly auditLog: {
    readonly edges: readonly { readonly node: { readonly outcome: string } }[];
  };
}

it('stays STOPPING while its stop fails, and says so once, at the 10th and at the 100th failure', async () => {
  const { desk, id, changes } = await startWhatDoesNotStop();
  await desk.madre.clock.advance(400);
  const first = await desk.madre.ask(
    `{ ${SERVICE} window(id: "${id}") { state failure { code message service { name } } } }`,
  );
  expect(first).toMatchObject({
    service: { state: 'STOPPING', reason: 'STOP_FAILED', failure: { code: 'STOP_FAILED' } },
    window: { state: 'CLOSING', failure: { code: 'STOP_FAILED', service: { name: 'alone' } } },
  });
  expect(JSON.stringify(first)).toMatch(/the stop of alone failed once: \w/);
  await desk.madre.clock.advance(3_600_000);
  expect(changes.map(({ state, reason }) => `${state} ${reason}`)).toEqual([
    'READY null',
    'STOPPING OFF_BY_POLICY',
    ...Array.from({ length: 3 }, () => 'STOPPING STOP_FAILED'),
  ]);
  expect(changes.at(-1)?.message).toContain('failed 100 times');
  expect(await stopsAudited(desk)).toEqual(['FAILED', 'FAILED', 'FAILED', 'OK']);
});

it('is STOPPED without a failure, and its window CLOSED, once a stop succeeds', async () => {
  const { desk, id } = await startWhatDoesNotStop();
  await desk.madre.clock.advance(5_000);
  desk.madre.world.behave('alone', { stop: 'works' });
  await desk.madre.clock.advance(11_000);
  expect(await desk.madre.ask(`{ ${SERVICE} window(id: "${id}") { state failure { code } } }`)).toEqual({
    service: { state: 'STOPPED', reason: null, failure: null },
    window: { state: 'CLOSED', failure: null },
  });
});

it('serves a window that comes while its stop fails', async () => {
  const { desk } = await startWhatDoesNotStop();
  await desk.madre.clock.advance(5_000);
  const id = await desk.open({ services: ['alone'] });
  expect(await desk.madre.ask(`{ ${SERVICE} window(id: "${id}") { state } }`)).toEqual({
    service: { state: 'READY', reason: null, failure: null },
    window: { state: 'OPEN' },
  });
});

it('is the last stop of a service that another window holds by then, where it takes effect after all', async () => {
  const { desk } = await startWhatDoesNotStop();
  const { clock, world } = desk.madre;
  await clock.advance(5_000);
  const id = await desk.open({ services: ['alone'] });
  const next = await desk.follow(id);
  world.behave('alone', { startMs: 500 });
  world.end('alone', { exitCode: 143, requested: true });
  await clock.advance(2_000);
  expect(
    await desk.madre.ask(
      '{ service(name: "alone") { state lastStop { rule by } failure { code } restartCount } }',
    ),
  ).toEqual({
    service: { state: 'READY', lastStop: { rule: 'MANUAL', by: 'tester' }, failure: null, restartCount: 0 },
  });
  const types = [await next(), await next(), await next()].map(({ type }) => type);
  expect(types).toEqual(['SNAPSHOT', 'DEGRADED', 'RECOVERED']);
  expect(world.running()).toEqual(['alone']);
  expect(await stopReasons(desk)).toContain('MANUAL');
});

it('is told of again, from the first failure on, after a restart of madre', async () => {
  const { desk } = await startWhatDoesNotStop();
  await desk.madre.clock.advance(60_000);
  await desk.madre.crash();
  const { clock, world } = desk.madre;
  const next = await openDesk({ dataDir: desk.dataDir, clock, world });
  await clock.advance(1_000);
  expect(await next.madre.ask(`{ ${SERVICE} }`)).toMatchObject({
    service: { state: 'STOPPING', reason: 'STOP_FAILED', failure: { code: 'STOP_FAILED' } },
  });
  world.behave('alone', { stop: 'works' });
  await clock.advance(11_000);
  expect(await next.madre.ask(`{ ${SERVICE} }`)).toMatchObject({
    service: { state: 'STOPPED', failure: null },
  });
});

async function stopReasons({ madre }: Pick<PowerDesk, 'madre'>): Promise<readonly string[]> {
  const { auditLog } = await madre.ask<{
    auditLog: { edges: readonly { node: { detail: { why: string } } }[] };
  }>('{ auditLog(action: "service.stopped") { edges { node { detail } } } }');
  return auditLog.edges.map(({ node }) => node.detail.why);
}

interface Change {
  readonly state: string;
  readonly reason: string | null;
  readonly message: string | undefined;
}

async function startWhatDoesNotStop() {
  const desk = await openDesk();
  const id = await desk.open({ services: ['alone'] });
  const changes: Change[] = [];
  const query =
    'subscription { serviceChanged(names: ["alone"]) { service { state reason failure { message } } } }';
  const stream = await desk.madre.executor.subscribe({ query, variables: {}, context: requestOf('watcher') });
  onTestFinished(async () => void (await stream.return?.()));
  void (async () => {
    for await (const { data } of stream) {
      const { serviceChanged } = data as {
        serviceChanged: { service: Change & { failure: { message: string } | null } };
      };
      const { state, reason, failure } = serviceChanged.service;
      changes.push({ state, reason, message: failure?.message });
    }
  })();
  await desk.madre.clock.advance(10);
  desk.madre.world.behave('alone', { stop: 'fails' });
  await desk.closeWindow({ id });
  return { desk, id, changes };
}

/** Newest first. */
async function stopsAudited(desk: Awaited<ReturnType<typeof openDesk>>): Promise<readonly string[]> {
  const { auditLog } = await desk.madre.ask<Audit>(`{ ${STOPS} }`);
  return auditLog.edges.map(({ node }) => node.outcome);
}
