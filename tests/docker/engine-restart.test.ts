import { describe, expect, onTestFinished, test } from 'vitest';
import { createComposeProject } from '../support/compose-project.ts';
import { freePort } from '../support/free-port.ts';
import { isListening } from '../support/listening.ts';
import { noOwnDocker, startOwnDocker } from '../support/own-docker.ts';
import { missing } from '../support/requirements.ts';
import { startStack } from '../support/stack.ts';
import { closeWindow, openReadyWindow, reached, watchWindow } from '../support/windows.ts';

const reason = (await missing('docker')) ?? noOwnDocker();
if (reason !== undefined) console.warn(`skipped, no engine of our own can be restarted: ${reason}`);

describe.skipIf(reason !== undefined)('an engine that goes away in the middle', () => {
  test.each(['SIGTERM', 'SIGKILL'] as const)(
    'ended by %s: what is held runs again when it is back, with its deadline, and what is over does not',
    { timeout: 120_000 },
    async (how) => {
      const engine = await startOwnDocker();
      onTestFinished(() => engine.close());
      const project = await createComposeProject(engine.host);
      const [held, over] = [await freePort(), await freePort()];
      const script = 'exec httpd -f -p 127.0.0.1:$PORT -h /www';
      await project.add('held', { port: held, hostNetwork: true, script });
      await project.add('over', { port: over, hostNetwork: true, script });
      const stack = await startStack({
        env: { VX11_RUNTIME: 'docker', VX11_COMPOSE_PROJECT: project.name, DOCKER_HOST: engine.host },
        services: [
          { name: 'held', port: held, startTimeoutSec: 10, stopGraceSec: 2 },
          { name: 'over', port: over, startTimeoutSec: 10, stopGraceSec: 2 },
        ],
      });
      onTestFinished(() => stack.close());
      const window = await openReadyWindow(stack, { services: ['held'], ttlSec: 600 });
      const short = await openReadyWindow(stack, { services: ['over'], ttlSec: 10 });
      const changes = watchWindow(stack, window.id);
      await changes.next();

      // Away beyond the short window's deadline.
      const awayMs = Date.parse(short.deadline ?? '') - Date.now() + 500;
      await engine.restart(how, Math.max(0, awayMs));

      // The door answered all the while, or else this had thrown.
      await changes.until(({ data }) => data?.windowChanged.type === 'RECOVERED', 60_000);
      await changes.close();
      expect(await isListening(held)).toBe(true);
      await expect.poll(() => isListening(over), { timeout: 30_000 }).toBe(false);
      const { window: kept } = await stack.data('query ($id: ID!) { window(id: $id) { state deadline } }', {
        id: window.id,
      });
      expect(kept).toEqual({ state: 'OPEN', deadline: window.deadline });

      const last = watchWindow(stack, window.id);
      await closeWindow(stack, window.id);
      await last.until(reached('CLOSED'), 30_000);
      await last.close();
      expect(await isListening(held)).toBe(false);
    },
  );
});
