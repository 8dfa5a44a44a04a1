import { expect, it } from 'vitest';
import { catalogService } from '../../../support/memory-madre.ts';
import { openDesk } from '../../../support/power-desk.ts';

const slowToStop = { stopMs: 10_000 };

it.each([
  ['itself', 'svc'],
  ['what it depends on', 'top'],
])('a window that is opened while %s takes its grace to stop opens', async (_title, asked) => {
  const catalog = new Map([
    ['svc', catalogService('svc', { startTimeoutSec: 5, stopGraceSec: 10 })],
    ['top', catalogService('top', { startTimeoutSec: 1, stopGraceSec: 1, dependsOn: ['svc'] })],
  ]);
  const desk = await openDesk({ catalog });
  const id = await desk.open({ services: ['svc'] });
  desk.madre.world.behave('svc', slowToStop);
  await desk.closeWindow({ id });
  await desk.madre.clock.advance(1_000);
  const next = await desk.open({ services: [asked] });
  expect(await desk.window(next)).toMatchObject({ state: 'OPENING' });
  await desk.madre.clock.advance(15_000);
  expect(await desk.window(next)).toMatchObject({ state: 'OPEN' });
  desk.madre.world.behave('svc', { stopMs: 0 });
});

it('a window that is opened during a restart opens', async () => {
  const catalog = new Map([['svc', catalogService('svc', { startTimeoutSec: 5, stopGraceSec: 10 })]]);
  const desk = await openDesk({ catalog });
  await desk.open({ services: ['svc'] });
  desk.madre.world.behave('svc', slowToStop);
  await desk.madre.ask('mutation { restartService(name: "svc") { ok } }');
  await desk.madre.clock.advance(1_000);
  const next = await desk.open({ services: ['svc'] });
  await desk.madre.clock.advance(15_000);
  expect(await desk.window(next)).toMatchObject({ state: 'OPEN' });
  desk.madre.world.behave('svc', { stopMs: 0 });
});
