import { createServer, type RequestListener } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Runtime } from '../../subgraphs/madre/runtimes/runtime.ts';

/** Answers over HTTP for services that exist in memory only, each at a port of its own. Returns what gives them their addresses. */
export async function serveEach(
  names: readonly string[],
  listenerOf: (name: string) => RequestListener,
): Promise<(runtime: Runtime) => Runtime> {
  const ports = new Map<string, number>();
  for (const name of names) {
    const server = createServer(listenerOf(name)).listen(0, '127.0.0.1');
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    await once(server, 'listening');
    ports.set(name, (server.address() as AddressInfo).port);
  }
  return (runtime) => ({
    ...runtime,
    async observe(service, signal) {
      const seen = await runtime.observe(service, signal);
      const port = ports.get(service.name);
      if (seen.status !== 'RUNNING' || port === undefined) return seen;
      return { ...seen, address: { host: '127.0.0.1', port } };
    },
  });
}
