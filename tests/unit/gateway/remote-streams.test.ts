import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { createRemoteStreams } from '../../../gateway/links/remote/remote-streams.ts';
import { systemClock } from '../../../platform/clock.ts';
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
