import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { createRemoteStreams } from '../../../gateway/links/remote/remote-streams.ts';
import { connectByHeaders } from '../../../gateway/links/remote/streams-by-headers.ts';
import { systemClock } from '../../../platform/clock.ts';
import type { RequestContext } from '../../../platform/request-context.ts';
import { freePort } from '../../support/free-port.ts';

/** A subgraph that shows what it is sent, message by message. */
async function recordingSubgraph() {
  const port = await freePort();
  const sent: Record<string, unknown>[] = [];
  const sockets = new WebSocketServer({ host: '127.0.0.1', port });
  sockets.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(String(data)) as Record<string, unknown>;
      sent.push(message);
      if (message['type'] === 'connection_init') socket.send('{"type":"connection_ack"}');
    });
  });
  await once(sockets, 'listening');
  onTestFinished(() => sockets.close());
  return { url: `http://127.0.0.1:${port}`, streamUrl: `ws://127.0.0.1:${port}/any`, sent };
}

test.each([
  ['ours is told who asks', false, { hop: { correlationId: 'cid', actor: 'ana', scopes: ['a'] } }],
  ['a foreign one is not', true, undefined],
])('a subgraph that is %s', async (_who, isForeign, extensions) => {
  const { url, streamUrl, sent } = await recordingSubgraph();
  const streams = createRemoteStreams({
    service: 'doors',
    url,
    subgraphToken: 't',
    clock: systemClock,
    ...(isForeign ? { foreign: { streamUrl, headers: { 'x-mine': '1' } } } : {}),
  });
  const stream = await streams.subscribe({
    query: 'subscription { a }',
    context: {
      correlationId: 'cid',
      actor: { name: 'ana', scopes: ['a'] },
      signal: new AbortController().signal,
    },
  });
  await expect.poll(() => sent.map(({ type }) => type)).toEqual(['connection_init', 'subscribe']);
  expect(sent[0]?.['payload']).toEqual(isForeign ? { 'x-mine': '1' } : { 'x-vx11-subgraph-token': 't' });
  expect((sent[1]?.['payload'] as Record<string, unknown>)['extensions']).toEqual(extensions);
  await stream.return?.();
  await streams.close();
});

const context: RequestContext = {
  correlationId: 'cid',
  actor: { name: 'ana', scopes: [] },
  signal: new AbortController().signal,
};

test.each([
  ['an address that is none', 'ws://127.0.0.1:99999/graphql', {}],
  ['an address with a fragment', 'ws://127.0.0.1:9/graphql#a', {}],
  ['a header that cannot be sent', 'ws://127.0.0.1:9/graphql', { 'x-mine': 'two\nlines' }],
])('%s fails the stream alone, each time', async (_what, streamUrl, headers) => {
  const streams = createRemoteStreams({
    service: 'doors',
    url: 'http://127.0.0.1:9',
    subgraphToken: '',
    clock: systemClock,
    foreign: { streamUrl, headers },
  });
  onTestFinished(() => streams.close());
  for (const query of ['subscription { a }', 'subscription { b }'])
    await expect(streams.subscribe({ query, context })).rejects.toMatchObject({
      code: 'SERVICE_UNREACHABLE',
    });
});

test('of the connections by header those without a stream make room, and none is forgotten', async () => {
  const { url, streamUrl, sent } = await recordingSubgraph();
  const connections = connectByHeaders(
    (headers) =>
      createRemoteStreams({
        service: 'doors',
        url,
        subgraphToken: '',
        clock: systemClock,
        foreign: { streamUrl, headers },
      }),
    1,
  );
  const subscribe = (who: string) =>
    connections.of({ 'x-who': who }).subscribe({ query: 'subscription { a }', context });
  const ana = await subscribe('ana');
  const bo = await subscribe('bo');
  const waiting = [ana.next(), bo.next()];
  await connections.close();
  for (const next of waiting) await expect(next).rejects.toMatchObject({ code: 'SERVICE_UNREACHABLE' });
  expect(sent.filter(({ type }) => type === 'connection_init')).toHaveLength(2);

  const idle = connections.of({ 'x-who': 'cy' });
  connections.of({ 'x-who': 'di' });
  expect(connections.of({ 'x-who': 'cy' })).not.toBe(idle);
  await connections.close();
});
