import { expect, test } from 'vitest';
import { changesOf } from '../../../cli/status/changes.ts';
import { statesOf } from '../../../cli/status/states.ts';
import type { OverviewQuery } from '../../../cli/generated/graphql.ts';
import { within } from '../../support/graphql-client.ts';
import { openStream } from '../../support/scripted-socket.ts';

type Component = OverviewQuery['status']['components'][number];

/** As it would be read at that second. */
function overviewAt(second: number, state: Component['service']['state']): OverviewQuery {
  const at = new Date(second * 1_000).toISOString();
  const component: Component = {
    ...{ state: 'OFF', reason: null, checkedAt: at, ageMs: second },
    service: { name: 'hermes', kind: 'ON_DEMAND', state },
  };
  return {
    status: { status: 'OK', policy: 'SOLO_MADRE', generatedAt: at, components: [component] },
    powerState: {
      ...{ policy: 'SOLO_MADRE', serverTime: at, activeWindows: [] },
      runtime: { kind: 'PROCESS', available: true, detail: null },
    },
  };
}

test('`status --watch` tells a state once, however often and whenever it is read', async () => {
  const { stream, socket } = openStream('subscription { serviceChanged { at } }');
  const reads: OverviewQuery[] = [];
  let wake: () => void = () => undefined;
  /** What is read next; resolves once it was read. */
  const reading = (overview: OverviewQuery): Promise<void> =>
    new Promise((resolve) => {
      reads.push(overview);
      wake = resolve;
    });
  const states = statesOf(changesOf([stream]), () => {
    const overview = reads.shift();
    if (overview === undefined) throw new Error('it was read once too often');
    wake();
    return Promise.resolve(overview);
  });
  const event = { data: { serviceChanged: { at: 'now' } } };
  const next = async () => (await within(1_000, states.next(), () => 'no state came')).value;

  reads.push(overviewAt(1, 'STOPPED'));
  expect(await next()).toEqual(overviewAt(1, 'STOPPED'));
  const started = next();
  const readAgain = reading(overviewAt(2, 'STOPPED'));
  socket.send(event);
  await readAgain;
  reads.push(overviewAt(3, 'READY'));
  socket.send(event);
  expect(await started).toEqual(overviewAt(3, 'READY'));
  reads.push(overviewAt(4, 'STOPPED'));
  socket.send(event);
  expect(await next()).toEqual(overviewAt(4, 'STOPPED'));
});
