import { describe, expect, test } from 'vitest';
import { turns } from '../../support/read-subscription.ts';
import { startOperator } from '../../support/operator.ts';
import { createScriptedMadre } from '../../support/scripted-madre.ts';
import { createScriptedSwitchGraph } from '../../support/scripted-switch-graph.ts';
import { answering, finished, startScriptedSwitch } from '../../support/scripted-switch.ts';

const AWAKE = { name: 'switch', state: 'READY', windows: ['w1'] };
const ASLEEP = { name: 'switch', state: 'STOPPED' };

async function start() {
  const scripted = await startScriptedSwitch();
  scripted.answer = answering(finished('hi'));
  const graph = createScriptedSwitchGraph();
  const madre = createScriptedMadre(AWAKE);
  const operator = await startOperator({
    askMadre: madre.ask,
    askSwitch: graph.ask,
    switchUrl: scripted.url,
  });
  const { chat } = await operator.data<{ chat: { message: { id: string }; session: { id: string } } }>(
    'mutation { chat(input: { message: "hello" }) { message { id } session { id } } }',
  );
  const rate = (rating: number) =>
    operator.data(
      `mutation { rateMessage(messageId: "${chat.message.id}", rating: ${rating}, comment: "so so") { ok } }`,
      {},
      'ana',
    );
  const publish = (state: string, seq: number) =>
    operator.bus.publish('madre', {
      seq,
      data: {
        store: 's',
        kind: 'service',
        key: 'switch',
        type: 'CHANGED',
        at: 0,
        data: { record: { state } },
      },
    });
  return { operator, graph, madre, rate, publish, ...chat };
}

describe("the rating of an engine's answer", () => {
  test('is told to switch at once while it is awake, in the name of who rated', async () => {
    const { graph, rate, message } = await start();
    await rate(5);
    expect(graph.told).toMatchObject([
      {
        field: 'recordFeedback',
        actor: 'ana',
        args: {
          input: { engine: 'local', success: true, rating: 5, comment: 'so so', messageId: message.id },
        },
      },
    ]);
  });

  test('waits while switch sleeps, the newest alone, and is told as soon as madre says that it is READY', async () => {
    const { graph, madre, rate, publish } = await start();
    madre.services = [ASLEEP];
    await rate(5);
    await rate(2);
    expect(graph.told).toEqual([]);
    await publish('READY', 1);
    await expect.poll(() => graph.told).toMatchObject([{ args: { input: { rating: 2, success: false } } }]);
    await publish('READY', 2);
    expect(graph.told).toHaveLength(1);
  });

  test('that changes while the one before it is being told is told, too', async () => {
    const { graph, rate } = await start();
    let release: () => void = () => undefined;
    graph.hold = new Promise((resolve) => (release = resolve));
    const first = rate(1);
    await expect.poll(() => graph.told).toHaveLength(1);
    const second = rate(5);
    await turns();
    graph.hold = undefined;
    release();
    await Promise.all([first, second]);
    expect(graph.told).toMatchObject([
      { args: { input: { rating: 1 } } },
      { args: { input: { rating: 5 } } },
    ]);
  });

  test('is not lost where switch does not answer', async () => {
    const { graph, rate, publish } = await start();
    graph.failure = new Error('gone');
    await rate(4);
    graph.failure = undefined;
    await publish('READY', 1);
    await expect.poll(() => graph.told).toHaveLength(1);
  });
});

describe('an adjustment of switch', () => {
  const ADJUST = `mutation ($input: SwitchAdjustmentInput!) { recordSwitchAdjustment(input: $input) {
    ok message adjustment { before after applied appliedAt } } }`;
  const after = { strategy: 'WEIGHTED_SCORE', engines: [{ id: 'local', maxConcurrent: 2 }] };
  const input = (sessionId: string, apply: boolean, wanted: unknown = after) => ({
    input: { sessionId, before: { told: 'by the caller' }, after: wanted, reason: 'too slow', apply },
  });

  test('is only written down without apply', async () => {
    const { operator, graph, session } = await start();
    expect(await operator.data(ADJUST, input(session.id, false))).toMatchObject({
      recordSwitchAdjustment: {
        ok: true,
        adjustment: { before: { told: 'by the caller' }, after, applied: false },
      },
    });
    expect(graph.told).toEqual([]);
  });

  test('is carried out with apply, and keeps what switch was and is, as switch says', async () => {
    const { operator, graph, session } = await start();
    const result = await operator.data(ADJUST, input(session.id, true));
    expect(result).toMatchObject({
      recordSwitchAdjustment: {
        ok: true,
        adjustment: {
          applied: true,
          before: {
            engines: [{ id: 'local', limits: { maxConcurrent: 4 } }],
            routePreview: { strategy: 'ORDERED' },
          },
          after: {
            engines: [{ limits: { maxConcurrent: 2 } }],
            routePreview: { strategy: 'WEIGHTED_SCORE' },
          },
        },
      },
    });
    expect(graph.told.map(({ field }) => field)).toEqual(['setRoutingStrategy', 'configureEngine']);
  });

  test('says what kept it from being carried out: switch away, a refusal, a shape that is not known', async () => {
    const { operator, graph, session } = await start();
    const told = async (wanted?: unknown) =>
      (
        await operator.data<{ recordSwitchAdjustment: { ok: boolean; message: string } }>(
          ADJUST,
          input(session.id, true, wanted),
        )
      ).recordSwitchAdjustment;
    graph.refusal = 'no engine has that id';
    expect(await told()).toMatchObject({
      ok: false,
      message: 'recorded, but not carried out: no engine has that id',
      adjustment: { applied: false, appliedAt: null },
    });
    expect((await told({ weight: 3 })).message).toContain('after must be');
    graph.failure = new Error('switch is asleep');
    expect((await told()).message).toContain('switch is asleep');
  });
});
