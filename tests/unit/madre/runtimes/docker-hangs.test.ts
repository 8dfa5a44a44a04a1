import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Clock } from '../../../../platform/clock.ts';
import { createManualClock } from '../../../../platform/manual-clock.ts';
import {
  connectEngine,
  type DockerEngine,
} from '../../../../subgraphs/madre/runtimes/docker/engine/docker-engine.ts';

const { signal } = new AbortController();

describe('an engine that takes a call and never answers', () => {
  it.each<[string, (engine: DockerEngine) => Promise<unknown>]>([
    ['its version', (engine) => engine.version(signal)],
    ['an image', (engine) => engine.hasImage('repository/web:1', signal)],
    ['its containers', (engine) => engine.containers(signal)],
  ])('keeps no connection once the time for %s is over', async (_what, ask) => {
    const clock = createManualClock();
    const hanging = await startHanging(clock, () => undefined);
    const asking = expect(ask(hanging.engine)).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    await expect.poll(() => hanging.open()).toBe(1);
    await clock.advance(5_000);
    await asking;
    await expect.poll(() => hanging.open()).toBe(0);
  });
});

/** Answers what `answerTo` knows an answer for. */
async function startHanging(
  clock: Clock,
  answerTo: (path: string) => unknown,
): Promise<{ readonly engine: DockerEngine; readonly asked: readonly string[]; open(): number }> {
  const asked: string[] = [];
  let open = 0;
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const answer = answerTo(path);
    if (answer === undefined) return;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  server.on('connection', (socket) => {
    open += 1;
    socket.once('close', () => (open -= 1));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const engine = connectEngine({ clock, dockerHost: `tcp://127.0.0.1:${port}`, project: 'vx11test' });
  return { engine, asked, open: () => open };
}
