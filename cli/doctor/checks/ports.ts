import { createServer } from 'node:net';
import type { Config } from '../../../gateway/config.ts';
import { fails, ok, skipped, warns, type Check } from '../check.ts';
import type { ReachedGateway } from './gateway.ts';

const LOOPBACK = '127.0.0.1';
/** In these a component has no process that could hold its port. */
const AT_REST: ReadonlySet<string> = new Set([
  'MISSING',
  'STOPPED',
  'CRASHED',
  'CRASH_LOOP',
  'OUT_OF_MEMORY',
  'START_FAILED',
]);

/** Whether a gateway could listen here, and the components that serve a subgraph too. */
export async function checkOwnPorts({ host, port, componentPorts }: Config): Promise<readonly Check[]> {
  const why = await whyTaken(host, port);
  const own =
    why === undefined
      ? ok('ports', `${port} is free at ${host}`)
      : fails(
          'ports',
          `${host}:${port} cannot be listened on (${why})`,
          'Stop what has it, or set PORT to another.',
        );
  const components = Object.entries(componentPorts).map(([name, one]) => ({ name, port: one }));
  return [own, ...(await warningsOf(components))];
}

/** Whether what sleeps behind the gateway that answers could listen; what runs has its port itself. */
export async function checkPortsOf(gateway: ReachedGateway): Promise<readonly Check[]> {
  if (!gateway.isHere) return [skipped('ports', `on the machine of ${gateway.url}`)];
  const { services } = gateway;
  if (services === undefined) return [skipped('ports', 'taken by the gateway that answers')];
  const withPort = services.flatMap(({ name, state, port }) =>
    port === null ? [] : [{ name, state, port }],
  );
  const running = withPort.filter(({ state }) => !AT_REST.has(state));
  const words = running.map(({ name, port }) => `, ${port} by ${name}`).join('');
  const taken = ok('ports', `${new URL(gateway.url).host} is taken by the gateway that answers${words}`);
  return [taken, ...(await warningsOf(withPort.filter(({ state }) => AT_REST.has(state))))];
}

async function warningsOf(
  components: readonly { readonly name: string; readonly port: number }[],
): Promise<readonly Check[]> {
  const looked = components.map(async ({ name, port }) => ({
    name,
    port,
    why: await whyTaken(LOOPBACK, port),
  }));
  return (await Promise.all(looked))
    .filter(({ why }) => why !== undefined)
    .map(({ name, port, why }) =>
      warns(
        'ports',
        `${port}, that of ${name}, is taken (${why})`,
        `Stop what has it, or give ${name} another in VX11_CATALOG.`,
      ),
    );
}

/** Undefined where it is free. */
function whyTaken(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}
