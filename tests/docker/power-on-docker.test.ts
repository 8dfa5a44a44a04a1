import { describe } from 'vitest';
import { powerContract, type Behaviour, type PowerService, type PowerWorld } from '../contract/power.ts';
import { createComposeProject } from '../support/compose-project.ts';
import { freePort } from '../support/free-port.ts';
import { missing, testDockerHost } from '../support/requirements.ts';
import { startStack } from '../support/stack.ts';

describe.skipIf(await missing('docker'))('with a real Docker engine', () => {
  powerContract('windows over containers', openWorld);
});

const SCRIPTS: Readonly<Record<Behaviour, string>> = {
  serves: 'exec httpd -f -p $PORT -h /www',
  fails: 'echo cannot work >&2; exit 3',
  crashes: 'httpd -p $PORT -h /www; sleep 1; exit 7',
};

async function openWorld(services: readonly PowerService[]): Promise<PowerWorld> {
  const project = await createComposeProject();
  const ports = new Map<string, number>();
  for (const { name, behaviour, bootMs = 0 } of services) {
    const port = await freePort();
    ports.set(name, port);
    await project.add(name, { port, script: `sleep ${bootMs / 1_000}; ${SCRIPTS[behaviour]}` });
  }
  const portOf = (name: string): number => ports.get(name) ?? 0;
  const stack = await startStack({
    env: { VX11_RUNTIME: 'docker', VX11_COMPOSE_PROJECT: project.name, DOCKER_HOST: testDockerHost },
    services: services.map(({ name, dependsOn = [], drift = {}, startTimeoutSec = 5 }) => ({
      ...{ name, dependsOn, drift, startTimeoutSec },
      port: portOf(name),
      stopGraceSec: 5,
    })),
  });

  /** The engine's own instants of each container's last run. */
  async function lastRun(name: string): Promise<readonly (readonly [at: string, what: string])[]> {
    const { State: state } = await project.container(name).inspect();
    const never = state.StartedAt.startsWith('0001');
    if (never) return [];
    const begins = [state.StartedAt, `${name} begins`] as const;
    return state.Running ? [begins] : [begins, [state.FinishedAt, `${name} ends`] as const];
  }

  return {
    client: stack,
    portOf,
    isRunning: async (name) => (await project.container(name).inspect()).State.Running,
    async history() {
      const runs = (await Promise.all(services.map(({ name }) => lastRun(name)))).flat();
      return runs.sort(([one], [other]) => (one < other ? -1 : 1)).map(([, what]) => what);
    },
    kill: (name) => project.container(name).kill(),
    stopByHand: (name) => project.container(name).stop({ t: 5 }),
    reasonByHand: 'STOPPED_BY_HAND',
    async close() {
      await stack.close();
      await project.remove();
    },
  };
}
