import { describe, expect, test } from 'vitest';
import type { Bus } from '../../../platform/bus/bus.ts';
import { startOperator, type TestOperator } from '../../support/operator.ts';
import { createScriptedMadre } from '../../support/scripted-madre.ts';
import { tempDir } from '../../support/temp-dir.ts';

const madre = () => createScriptedMadre({ name: 'switch', state: 'STOPPED' });
const publish = (bus: Bus, seq: number, more: object = {}, store = 'one') =>
  bus.publish('madre', {
    seq,
    data: {
      ...{
        store,
        kind: 'service',
        key: `svc${seq}`,
        type: 'CHANGED',
        at: 1_000 + seq,
        data: { record: { state: 'READY' } },
      },
      ...more,
    },
  });

interface Event {
  readonly seq: number;
  readonly type: string;
  readonly summary: string;
  readonly severity: string;
}

async function newest(operator: TestOperator, args = 'first: 50'): Promise<readonly Event[]> {
  const { events } = await operator.data<{ events: { edges: readonly { node: Event }[] } }>(
    `{ events(${args}) { edges { node { seq type summary severity source at correlationId } } pageInfo { hasNextPage } } }`,
  );
  return events.edges.map(({ node }) => node);
}

async function follow(operator: TestOperator, args = '') {
  return operator.executor.subscribe({
    query: `subscription { eventAdded${args} { seq type summary severity } }`,
    context: operator.context,
  });
}

const nextOf = async (stream: Awaited<ReturnType<typeof follow>>): Promise<Event> =>
  ((await stream.next()).value as { data: { eventAdded: Event } }).data.eventAdded;

describe('events of the stack', () => {
  test('tell what madre and chat did, as it happens and afterwards, without what was said', async () => {
    const operator = await startOperator({ askMadre: madre().ask });
    const stream = await follow(operator);
    await publish(operator.bus, 1);
    expect(await nextOf(stream)).toMatchObject({
      type: 'service.changed',
      summary: 'service svc1 CHANGED: READY',
    });
    await publish(operator.bus, 2, { kind: 'window', type: 'FAILED', data: { state: 'FAILED' } });
    expect(await nextOf(stream)).toMatchObject({ type: 'window.failed', severity: 'ERROR' });
    await operator.data('mutation { chat(input: { message: "my secret" }) { ok } }');
    expect(await nextOf(stream)).toMatchObject({ type: 'chat.complete', severity: 'NOTICE' });
    const told = await newest(operator);
    expect(told.map(({ type }) => type)).toEqual(['chat.complete', 'window.failed', 'service.changed']);
    expect(JSON.stringify(told)).not.toContain('secret');
  });

  test('leave the audit to those who may read it', async () => {
    const operator = await startOperator({ askMadre: madre().ask });
    const stream = await follow(operator);
    await publish(operator.bus, 1, { kind: 'audit', data: { detail: 'x' } });
    await publish(operator.bus, 2);
    expect((await nextOf(stream)).summary).toContain('svc2');
  });

  test('are resumed by their number without loss or repeat, and found by type', async () => {
    const operator = await startOperator({ askMadre: madre().ask });
    const live = await follow(operator);
    for (const seq of [1, 2, 3, 4]) {
      await publish(operator.bus, seq, seq % 2 === 0 ? { kind: 'flag' } : {});
      await nextOf(live);
    }
    const again = await follow(operator, '(afterSeq: 1)');
    expect([await nextOf(again), await nextOf(again), await nextOf(again)].map(({ seq }) => seq)).toEqual([
      2, 3, 4,
    ]);
    const flags = await follow(operator, '(afterSeq: 0, types: ["flag.changed"])');
    expect([await nextOf(flags), await nextOf(flags)].map(({ seq }) => seq)).toEqual([2, 4]);
    expect((await newest(operator, 'types: ["flag.changed"], first: 1')).map(({ seq }) => seq)).toEqual([4]);
  });

  test('are each written once, although madre publishes them again after a restart', async () => {
    const dataDir = tempDir();
    const first = await startOperator({ askMadre: madre().ask, dataDir });
    const stream = await follow(first);
    await publish(first.bus, 1);
    await publish(first.bus, 2);
    await nextOf(stream);
    await nextOf(stream);
    await first.close();
    const second = await startOperator({ askMadre: madre().ask, dataDir });
    const live = await follow(second);
    for (const seq of [1, 2, 3]) await publish(second.bus, seq);
    expect((await nextOf(live)).summary).toContain('svc3');
    expect((await newest(second)).map(({ seq }) => seq)).toEqual([3, 2, 1]);
  });

  test('of another madre are new, whatever their numbers', async () => {
    const dataDir = tempDir();
    const first = await startOperator({ askMadre: madre().ask, dataDir });
    const stream = await follow(first);
    await publish(first.bus, 5);
    await nextOf(stream);
    await first.close();
    const second = await startOperator({ askMadre: madre().ask, dataDir });
    const live = await follow(second);
    await publish(second.bus, 1, { key: 'anew' }, 'two');
    expect((await nextOf(live)).summary).toContain('anew');
  });
});
