import { expect, it } from 'vitest';
import { catalogService } from '../../../support/memory-madre.ts';
import { openDesk, type PowerDesk } from '../../../support/power-desk.ts';

const catalog = new Map(
  ['one', 'two'].map((name) => [name, catalogService(name, { operative: true, memoryMb: 40 })]),
);

async function apply({ madre }: PowerDesk, policy: string): Promise<void> {
  const answer = await madre.ask(`mutation { applyPolicy(policy: ${policy}) { ok } }`);
  expect(answer).toEqual({ applyPolicy: { ok: true } });
  await madre.clock.advance(1_000);
}

/** Minutes since the policy was applied at which madre tried again. */
async function tries(desk: PowerDesk): Promise<readonly { at: number; outcome: string }[]> {
  const { auditLog } = await desk.madre.ask<{
    auditLog: { edges: { node: { at: string; outcome: string; actor: string; target: string } }[] };
  }>('{ auditLog(action: "policy.hold", first: 100) { edges { node { at outcome actor target } } } }');
  const nodes = auditLog.edges.map(({ node }) => node).toReversed();
  for (const { actor, target } of nodes) expect([actor, target]).toEqual(['system', 'one']);
  return nodes.map(({ at, outcome }) => ({ at: Date.parse(at), outcome }));
}

it.each(['FULL', 'OPERATIVE_CORE'])('%s tries again what failed, ever more rarely', async (policy) => {
  const desk = await openDesk({ catalog });
  const { world, clock } = desk.madre;
  world.behave('one', { start: 'fails' });
  await apply(desk, policy);
  await clock.advance(7_200_000);
  const failed = await tries(desk);
  const pauses = failed.slice(1).map(({ at }, index) => at - (failed[index]?.at ?? 0));
  expect(pauses.length).toBeGreaterThan(5);
  expect(pauses[0]).toBeGreaterThanOrEqual(60_000);
  for (const [index, pause] of pauses.entries()) {
    expect(pause).toBeGreaterThanOrEqual(Math.min(60_000 * 2 ** index, 600_000));
    expect(pause).toBeLessThan(700_000);
  }
  world.behave('one', { start: 'works' });
  await clock.advance(700_000);
  expect(world.running()).toEqual(['one', 'two']);
  const count = (await tries(desk)).length;
  await clock.advance(3_600_000);
  expect(await tries(desk)).toHaveLength(count);
});

it('holds what was installed after the policy was applied', async () => {
  const desk = await openDesk({ catalog });
  const { world, clock } = desk.madre;
  world.uninstall('one');
  await clock.advance(11_000);
  await apply(desk, 'FULL');
  expect(world.running()).toEqual(['two']);
  world.startByHand('one');
  await world.stopByHand('one');
  await clock.advance(60_000);
  expect(world.running()).toEqual(['one', 'two']);
  expect(
    await desk.madre.ask(
      '{ policyStatus(policy: FULL) { active missing { name } unexpected { name } } powerState { windowed } }',
    ),
  ).toEqual({
    policyStatus: { active: true, missing: [], unexpected: [] },
    powerState: { windowed: false },
  });
});

it('takes no memory that is not there, and says so', async () => {
  const desk = await openDesk({ catalog: new Map([...catalog, ['big', catalogService('big', { memoryMb: 40 })]]), memoryBudgetMb: 80 }); // prettier-ignore
  const { world, clock } = desk.madre;
  world.behave('one', { start: 'fails' });
  await apply(desk, 'OPERATIVE_CORE');
  await clock.advance(40_000);
  const id = await desk.open({ services: ['big'] });
  world.behave('one', { start: 'works' });
  await clock.advance(60_000);
  expect((await tries(desk)).map(({ outcome }) => outcome)).toEqual(['DENIED']);
  expect(world.running()).toEqual(['big', 'two']);
  await desk.closeWindow({ id });
  await clock.advance(90_000);
  expect(world.running()).toEqual(['one', 'two']);
});

it('tries nothing any more once another policy is applied', async () => {
  const desk = await openDesk({ catalog });
  desk.madre.world.behave('one', { start: 'fails' });
  await apply(desk, 'FULL');
  await desk.madre.clock.advance(20_000);
  await apply(desk, 'SOLO_MADRE');
  await desk.madre.clock.advance(3_600_000);
  expect(await tries(desk)).toEqual([]);
});
