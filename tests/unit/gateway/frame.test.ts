import { expect, test } from 'vitest';
import { EventMessage } from '../../../gateway/subscriptions/hub/event-message.ts';
import { frameOf, openingOf } from '../../../gateway/subscriptions/socket/frame.ts';

const eventOf = (text: string): EventMessage => new EventMessage({ data: { text } }, {});
const [short, long] = [eventOf('a'), eventOf('b'.repeat(20_000))];

/** Of an unmasked frame, whose header says by its second byte how long it is itself. */
function payloadOf(parts: readonly Buffer[]): unknown {
  const frame = Buffer.concat(parts);
  const headerBytes = { 126: 4, 127: 10 }[frame[1] ?? 0] ?? 2;
  return JSON.parse(frame.toString('utf8', headerBytes));
}

test('subscribers with the same id are written the same bytes', () => {
  const [first] = frameOf(openingOf('1'), short);
  const [second] = frameOf(openingOf('1'), short);
  expect(second).toBe(first);
});

test('each id and each event has its own frame, in whichever order they come', () => {
  for (const [id, event] of [
    ['1', short],
    ['2', short],
    ['1', short],
    ['1', long],
    ['2', long],
    ['1', eventOf('c')],
    ['1', short],
  ] as const)
    expect(payloadOf(frameOf(openingOf(id), event))).toEqual({ id, type: 'next', payload: event.result });
});
