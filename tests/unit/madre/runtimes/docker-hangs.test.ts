import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Clock } from '../../../../platform/clock.ts';
import { createManualClock } from '../../../../platform/manual-clock.ts';
import { createDockerRuntime } from '../../../../subgraphs/madre/runtimes/docker/docker.ts';
import {
  connectEngine,
  type DockerEngine,
} from '../../../../subgraphs/madre/runtimes/docker/engine/docker-engine.ts';
import { recordingLog } from '../../../support/recording-log.ts';
import { aService } from '../../../support/service.ts';
import { tempDir } from '../../../support/temp-dir.ts';

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

  it('is asked anew by the next try of a stop, 10 s after the grace', async () => {
    const clock = createManualClock();
    const container = {
      ...{ Id: 'c1', Created: 1, Name: '/web', RestartCount: 0, HostConfig: {} },
      Labels: { 'com.docker.compose.service': 'web' },
      State: { Status: 'running', Running: true, StartedAt: new Date(0).toISOString() },
      Config: { Image: 'web:1', Labels: { 'com.docker.compose.service': 'web' } },
    };
    const { engine, asked } = await startHanging(clock, (path) => {
      if (path.includes('/containers/json')) return [container];
      return path.endsWith('/containers/c1/json') ? container : undefined;
    });
    const web = aService('web', { port: 10_001, docker: { service: 'web' }, stopGraceSec: 5 });
    const { log } = recordingLog();
    const runtime = createDockerRuntime({
      ...{ clock, log, dataDir: tempDir(), engine, services: [web], detail: 'test' },
    });
    onTestFinished(() => runtime.close());
    const stops = (): number => asked.filter((path) => path.includes('/stop?t=5')).length;
    const first = expect(runtime.stop(web, signal)).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    await expect.poll(stops).toBe(1);
    await clock.advance(15_000);
    await first;
    const second = expect(runtime.stop(web, signal)).rejects.toThrow();
    await expect.poll(stops).toBe(2);
    await runtime.close();
    await second;
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
