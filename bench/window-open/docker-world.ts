import { createComposeProject, type ComposeProject } from '../../tests/support/compose-project.ts';
import { freePort } from '../../tests/support/free-port.ts';
import { testDockerHost } from '../../tests/support/requirements.ts';
import type { BenchService, BenchWorld } from './bench-world.ts';

const POLL_MS = 5;

/** Services as containers of busybox' web server on the host's network, which leaves out the engine's second of bridges and proxies. */
export async function openDockerWorld(services: readonly BenchService[]): Promise<BenchWorld> {
  const project = await createComposeProject();
  const own = await createComposeProject();
  const ports = await addAll(project, services);
  const ownPorts = await addAll(own, services);
  const following = new AbortController();
  const killOf = await followKills(project, following.signal);
  const ownKillOf = await followKills(own, following.signal);
  const { Version: version } = await project.docker.version();
  return {
    kind: 'DOCKER',
    version: `Docker ${version}`,
    env: { VX11_RUNTIME: 'docker', VX11_COMPOSE_PROJECT: project.name, DOCKER_HOST: testDockerHost },
    portOf: (name) => ports.get(name) ?? 0,
    ownPortOf: (name) => ownPorts.get(name) ?? 0,
    catalogEntry: ({ name }) => ({ dockerService: name }),
    startOwn: (name) => own.container(name).start(),
    stopOwn: (name) => own.container(name).stop({ t: 5 }),
    stopIssuedAt: killOf,
    async stopOwnIssuedAt(name) {
      const stopped = own.container(name).stop({ t: 5 });
      const at = await ownKillOf(name);
      await stopped;
      return at;
    },
    async close() {
      following.abort();
      await Promise.all([project.remove(), own.remove()]);
    },
  };
}

async function addAll(
  project: ComposeProject,
  services: readonly BenchService[],
): Promise<ReadonlyMap<string, number>> {
  const ports = new Map<string, number>();
  for (const { name, bootMs } of services) {
    const port = await freePort();
    ports.set(name, port);
    const script = `sleep ${bootMs / 1_000}; exec httpd -f -p 127.0.0.1:$PORT -h /www`;
    await project.add(name, { port, hostNetwork: true, script });
  }
  return ports;
}

/** The engine's own instant of the signal that it sent to a service: waits for it. */
async function followKills(
  project: ComposeProject,
  abortSignal: AbortSignal,
): Promise<(service: string) => Promise<number>> {
  const kills = new Map<string, number>();
  const label = [`com.docker.compose.project=${project.name}`];
  const stream = await project.docker.getEvents({ filters: { label, event: ['kill'] }, abortSignal });
  let rest = '';
  stream.on('error', () => undefined);
  stream.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines.filter(Boolean)) {
      // The engine's own format, and no other program writes to its socket.
      const event = JSON.parse(line) as { timeNano: number; Actor: { Attributes: Record<string, string> } };
      kills.set(event.Actor.Attributes['com.docker.compose.service'] ?? '', event.timeNano / 1e6);
    }
  });
  return async (service) => {
    for (;;) {
      const at = kills.get(service);
      if (at !== undefined && kills.delete(service)) return at;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  };
}
