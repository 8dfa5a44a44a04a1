import { expect, it } from 'vitest';
import { catalogService } from '../../../support/memory-madre.ts';
import { openDesk } from '../../../support/power-desk.ts';

it('the audit entry of openWindow holds all that was asked for, under a target of whole names', async () => {
  const names = Array.from({ length: 9 }, (_each, index) => `a-service-whose-name-is-long-${index}`);
  const desk = await openDesk({ catalog: new Map(names.map((name) => [name, catalogService(name)])) });
  await desk.openWindow({ services: names, ttlSec: 60, priority: 7, onBusy: 'PREEMPT' });
  const { auditLog } = await desk.madre.ask<{
    auditLog: { edges: { node: { target: string; detail: unknown } }[] };
  }>('{ auditLog(action: "openWindow", first: 1) { edges { node { target detail } } } }');
  const node = auditLog.edges[0]?.node;
  expect(node?.detail).toMatchObject({ services: names, priority: 7, onBusy: 'PREEMPT', mode: 'TTL' });
  const [shown = '', more] = (node?.target ?? '').split(' and ');
  const whole = shown.split(',');
  expect(whole).toEqual(names.slice(0, whole.length));
  expect(more).toBe(`${names.length - whole.length} more`);
  expect(node?.target.length).toBeLessThanOrEqual(200);
});
