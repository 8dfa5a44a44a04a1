import { createServer } from 'node:net';
import type { Config } from '../../../gateway/config.ts';
import { fails, ok, skipped, warns, type Check } from '../check.ts';

/** Whether a gateway could listen, and the components that serve a subgraph too. Nothing to look at while one runs. */
export async function checkPorts(
  { host, port, componentPorts }: Config,
  isUp: boolean,
): Promise<readonly Check[]> {
  if (isUp) return [skipped('ports', 'taken by the gateway that answers')];
  const own = await whyTaken(host, port);
  const others = await Promise.all(
    Object.entries(componentPorts).map(async ([name, one]) => ({
      name,
      one,
      why: await whyTaken('127.0.0.1', one),
    })),
  );
  const taken = others.filter(({ why }) => why !== undefined);
  return [
    own === undefined
      ? ok('ports', `${port} is free at ${host}`)
      : fails(
          'ports',
          `${host}:${port} cannot be listened on (${own})`,
          'Stop what has it, or set PORT to another.',
        ),
    ...taken.map(({ name, one, why }) =>
      warns(
        'ports',
        `${one}, that of ${name}, is taken (${why})`,
        `Stop what has it, or give ${name} another in VX11_CATALOG.`,
      ),
    ),
  ];
}

/** Undefined where it is free. */
function whyTaken(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}
