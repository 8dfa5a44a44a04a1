import { createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createManualClock, type ManualClock } from '../../platform/manual-clock.ts';
import { freePort } from '../support/free-port.ts';
import { startStack } from '../support/stack.ts';

/** Takes every connection and everything that is sent, and never says a word. */
async function startBlackHole(): Promise<{ readonly url: string; readonly received: () => string }> {
  const sockets = new Set<Socket>();
  let received = '';
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('data', (chunk) => (received += chunk.toString('latin1')));
    socket.on('error', () => undefined);
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${port}`, received: () => received };
}

const QUESTIONS = ['OperatorServices', 'OperatorPower', 'OperatorFlagKeys'];

test('status is answered after two seconds where madre is a black hole, and says how long she was waited for', async () => {
  const hole = await startBlackHole();
  const clock = createManualClock();
  const stack = await whileTimePasses(
    clock,
    startStack({
      env: { MADRE_URL: hole.url, VX11_SUBGRAPH_TOKEN: 'between-the-two' },
      parts: { clock },
    }),
  );
  onTestFinished(() => whileTimePasses(clock, stack.close()));
  let answered = false;
  const answer = stack
    .data<{ status: { subgraphs: unknown[] } }>(
      `{ status { status wokeServices policy activeWindowCount features { key }
        components { service { name } state reason } subgraphs { name state reason } } }`,
    )
    .finally(() => (answered = true));
  // She is asked everything at once, and does not answer.
  await expect
    .poll(() => QUESTIONS.filter((question) => hole.received().includes(question)))
    .toEqual(QUESTIONS);
  await clock.advance(1_999);
  expect(answered).toBe(false);
  // Time stands still from here on: nothing else that is waited for could end.
  await clock.advance(1);
  const { status } = await answer;
  const waited = expect.stringMatching(/madre.*2000 ms/) as string;
  expect(status).toMatchObject({
    status: 'DEGRADED',
    wokeServices: false,
    policy: null,
    activeWindowCount: null,
    components: [
      { service: { name: 'tentaculo_link' }, state: 'ON', reason: null },
      { service: { name: 'madre' }, state: 'ERROR', reason: waited },
    ],
  });
  expect(status.subgraphs).toContainEqual({ name: 'madre', state: 'UNREACHABLE', reason: waited });
});

async function whileTimePasses<Result>(clock: ManualClock, work: Promise<Result>): Promise<Result> {
  let over = false;
  const ended = work.finally(() => (over = true));
  ended.catch(() => undefined);
  while (!over) await clock.advance(100);
  return ended;
}
