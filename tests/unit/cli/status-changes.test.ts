import { describe, expect, test } from 'vitest';
import { changesOf } from '../../../cli/status/changes.ts';
import { Vx11Error } from '../../../client/vx11-error.ts';
import { within } from '../../support/graphql-client.ts';
import { openStream } from '../../support/scripted-socket.ts';

const windows = () => openStream('subscription { windowChanged { at } }');
const services = () => openStream('subscription { serviceChanged { at } }');
const snapshot = { data: { serviceChanged: { at: 'now', resumeCursor: 4, resumeKind: 'SNAPSHOT' } } };
const change = { data: { serviceChanged: { at: 'now', resumeCursor: 5, resumeKind: 'CHANGED' } } };
const step = <Value>(next: Promise<Value>): Promise<Value> => within(20_000, next, () => 'no step came');

describe('what makes `status --watch` read again', () => {
  test('is also a snapshot: what changed between the first read and the stream is told by nothing else', async () => {
    const [one, other] = [windows(), services()];
    const changes = changesOf([one.stream, other.stream]);
    other.socket.send(snapshot);
    expect(await step(changes.next())).toEqual({ done: false, value: undefined });
    other.socket.send(change);
    expect(await step(changes.next())).toEqual({ done: false, value: undefined });
  });

  test('an error of a stream is thrown, also where it came while nobody waited for a change', async () => {
    const [one, other] = [windows(), services()];
    const changes = changesOf([one.stream, other.stream]);
    other.socket.send(change);
    await step(changes.next());
    one.socket.end(new Vx11Error('FORBIDDEN', 'the token may not'));
    // The reader is at its read and drawing meanwhile.
    await new Promise(setImmediate);
    await expect(step(changes.next())).rejects.toThrow('the token may not');
  });

  test('ends with the streams', async () => {
    const [one, other] = [windows(), services()];
    const changes = changesOf([one.stream, other.stream]);
    one.socket.end();
    other.socket.end();
    expect(await step(changes.next())).toEqual({ done: true, value: undefined });
  });
});
