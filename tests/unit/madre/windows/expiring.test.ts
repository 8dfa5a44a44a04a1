import type { RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { Catalog } from '../../../../subgraphs/madre/catalog.ts';
import { catalogService } from '../../../support/memory-madre.ts';
import { openDesk } from '../../../support/power-desk.ts';
import { serveEach } from '../../../support/serve-each.ts';

const activity = { http: '/health/activity' };
const catalog: Catalog = new Map(
  [
    catalogService('base', { activity }),
    catalogService('top', { activity, dependsOn: ['base'] }),
    catalogService('silent'),
  ].map((service) => [service.name, service]),
);

const serve = (listener: RequestListener) => serveEach(['base', 'top'], () => listener);

const busy: RequestListener = (request, response) => {
  response.end(request.url === activity.http ? '{"active":2,"detail":"an export"}' : '');
};

describe('a window that is about to end', () => {
  it('says so 60 s and 10 s before, once each, with what its services are busy with', async () => {
    const desk = await openDesk({ catalog, watch: await serve(busy) });
    const { clock } = desk.madre;
    const id = await desk.open({ services: ['top', 'silent'], ttlSec: 300 });
    const next = await desk.follow(id);
    await next();
    await clock.advance(238_999);
    await clock.advance(1);
    const first = await next();
    const inUse = ['base', 'top'].map((name) => ({ service: { name }, active: 2, detail: 'an export' }));
    expect(first).toMatchObject({ type: 'EXPIRING', window: { state: 'OPEN', ttlRemainingSec: 60 } });
    expect(first.inUse.toSorted((a, b) => a.service.name.localeCompare(b.service.name))).toEqual(inUse);
    await clock.advance(50_000);
    expect(await next()).toMatchObject({ type: 'EXPIRING', window: { ttlRemainingSec: 10 } });
    await clock.advance(11_000);
    expect((await next()).type).toBe('CLOSING');
    expect((await desk.audited('system')).filter((entry) => entry.startsWith('window.expiring'))).toEqual([
      'window.expiring OK',
      'window.expiring OK',
    ]);
  });

  it('says so again where it was extended beyond that', async () => {
    const desk = await openDesk({ catalog });
    const { clock } = desk.madre;
    const id = await desk.open({ services: ['silent'], ttlSec: 100 });
    const next = await desk.follow(id);
    await next();
    await clock.advance(95_000);
    expect([(await next()).type, (await next()).type]).toEqual(['EXPIRING', 'EXPIRING']);
    await desk.extendWindow({ id, addSec: 20 });
    expect(await next()).toMatchObject({ type: 'EXTENDED', inUse: [] });
    await clock.advance(24_500);
    expect(await next()).toMatchObject({ type: 'EXPIRING', window: { ttlRemainingSec: 10 } });
    expect((await next()).type).toBe('CLOSING');
  });

  it('says only the later one where madre was down meanwhile, and not again after a restart', async () => {
    const desk = await openDesk({ catalog });
    const { clock, world } = desk.madre;
    await desk.open({ services: ['silent'], ttlSec: 100 });
    await desk.madre.crash();
    await clock.advance(91_000);
    for (const _restart of [1, 2]) {
      const again = await openDesk({ catalog, dataDir: desk.dataDir, clock, world });
      await clock.advance(100);
      expect(
        (await again.audited('system')).filter((entry) => entry.startsWith('window.expiring')),
      ).toHaveLength(1);
      await again.madre.crash();
    }
  });

  it.each<[string, RequestListener]>([
    ['answers another status', (_request, response) => void response.writeHead(404).end('{"active":1}')],
    ['answers something else', (_request, response) => void response.end('{"active":"much"}')],
    ['answers what is not JSON', (_request, response) => void response.end('busy')],
    ['answers without end', (_request, response) => void response.end(`{"x":"${'x'.repeat(100_000)}"}`)],
    ['hangs up', (request) => void request.destroy()],
  ])('leaves out a service that %s', async (_title, listener) => {
    const desk = await openDesk({ catalog, watch: await serve(listener) });
    const id = await desk.open({ services: ['base'], ttlSec: 30 });
    const next = await desk.follow(id);
    await next();
    await desk.madre.clock.advance(19_000);
    expect(await next()).toMatchObject({ type: 'EXPIRING', inUse: [] });
  });

  it('waits half a second at most for a service that does not answer, and ends in time', async () => {
    const desk = await openDesk({ catalog, watch: await serve(() => undefined) });
    const { clock, world } = desk.madre;
    const id = await desk.open({ services: ['base'], ttlSec: 30 });
    const next = await desk.follow(id);
    const { deadline } = (await next()).window;
    await clock.advance(19_400);
    await clock.advance(100);
    const expiring = await next();
    expect(expiring).toMatchObject({ type: 'EXPIRING', inUse: [] });
    expect(Date.parse(deadline ?? '') - Date.parse(expiring.at)).toBe(9_500);
    await clock.advance(9_600);
    expect(world.running()).toEqual([]);
  });
});
