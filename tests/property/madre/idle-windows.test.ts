import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import type { Catalog } from '../../../subgraphs/madre/catalog.ts';
import { catalogService } from '../../support/memory-madre.ts';
import { openDesk } from '../../support/power-desk.ts';
import { serveEach } from '../../support/serve-each.ts';

const LOOK_MS = 10_000;
/** A minute on end, from the first look that found it idle. */
const IDLE_LOOKS = 7;
const WINDOWS = [['one'], ['two'], ['one', 'two'], ['two', 'silent']];

const catalog: Catalog = new Map(
  ['one', 'two', 'silent'].map((name) => [
    name,
    catalogService(name, name === 'silent' ? {} : { activity: { http: '/activity' } }),
  ]),
);

/** What a service says at a look: how much it does, or nothing that can be read. */
type Report = 0 | 1 | null;

/** Long idle times, or no window would ever end. */
const reports = fc.array(
  fc.record({
    one: fc.constantFrom<Report[]>(0, 0, 0, 0, 0, 0, 1, null),
    two: fc.constantFrom<Report[]>(0, 0, 0, 0, 0, 0, 1, null),
  }),
  { minLength: 14, maxLength: 18 },
);

it(
  'IDLE_MIN ends a window once all that it holds reported no activity at each look of a minute, and no other',
  { timeout: 120_000 },
  async () => {
    let now: { readonly one: Report; readonly two: Report } = { one: 1, two: 1 };
    const watch = await serveEach(['one', 'two'], (name) => (_request, response) => {
      response.end(JSON.stringify({ active: now[name === 'one' ? 'one' : 'two'] }));
    });
    await fc.assert(
      fc.asyncProperty(reports, async (looks) => {
        const desk = await openDesk({ catalog, watch });
        const { clock } = desk.madre;
        const ids: string[] = [];
        for (const services of WINDOWS) ids.push(await desk.open({ services, ttlSec: 3_600 }));
        await desk.madre.ask('mutation { applyPolicy(policy: IDLE_MIN) { ok } }');
        const timers = clock.pendingTimers;
        const idle = WINDOWS.map(() => 0);
        for (const each of looks) {
          now = each;
          await clock.advance(LOOK_MS - (clock.monotonic() % LOOK_MS));
          // They are really asked, and each question has a time limit until it is answered.
          await vi.waitFor(() => expect(clock.pendingTimers).toBeLessThanOrEqual(timers), { interval: 2 });
          await clock.advance(1);
          for (const [index, services] of WINDOWS.entries()) {
            if ((idle[index] ?? 0) >= IDLE_LOOKS) continue;
            const isIdle = services.every(
              (name) => name !== 'silent' && each[name === 'one' ? 'one' : 'two'] === 0,
            );
            idle[index] = isIdle ? (idle[index] ?? 0) + 1 : 0;
          }
          const states = await Promise.all(
            ids.map(async (id) => {
              const { state, closeReason } = await desk.window(id);
              return state === 'OPEN' ? state : closeReason;
            }),
          );
          expect(states).toEqual(idle.map((count) => (count >= IDLE_LOOKS ? 'IDLE' : 'OPEN')));
        }
        await desk.madre.subgraph.close();
      }),
      { numRuns: 20 },
    );
  },
);
