import { systemClock } from '../../../../platform/clock.ts';
import { readResults, turns } from '../../../support/read-subscription.ts';
import { startDoors, type Doors } from '../../../support/two-subgraphs.ts';
import { afterEach, describe, expect, test } from 'vitest';

let doors: Doors;
afterEach(() => doors.close());

describe('other scopes of the token', () => {
  const query = 'subscription { lockedDoor { id } }';
  test('that still suffice leave the stream as it is', async () => {
    doors = await startDoors();
    const actor = { name: 'a', scopes: ['door:lock'] };
    const stream = await doors.subscribe(doors.operation(query, { actor }));
    stream.reauthorise(['door:look']);
    await turns();
    doors.publish('a');
    expect(await readResults(stream, 1)).toEqual([{ data: { lockedDoor: { id: 'a' } } }]);
    expect(doors.streams).toEqual({ open: 1, ended: 1 });
  });

  test('that do not suffice end it with FORBIDDEN', async () => {
    doors = await startDoors();
    const actor = { name: 'a', scopes: ['door:lock'] };
    const stream = await doors.subscribe(doors.operation(query, { actor }));
    const refused = expect(stream.next()).rejects.toMatchObject({ extensions: { code: 'FORBIDDEN' } });
    stream.reauthorise(['logs:read']);
    await refused;
    expect(doors.streams).toEqual({ open: 0, ended: 1 });
  });
});

test('a stream that nobody could have is refused at once', async () => {
  doors = await startDoors(systemClock);
  const actor = { name: 'a', scopes: [] };
  await expect(
    doors.subscribe(doors.operation('subscription { lockedDoor { id } }', { actor })),
  ).rejects.toMatchObject({ extensions: { code: 'FORBIDDEN' } });
  expect(doors.streams).toEqual({ open: 0, ended: 0 });
});
