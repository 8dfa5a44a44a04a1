import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The port it listens on; port 0 lets the system choose. A taken port rejects with one clear line. */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => reject(explain(error, port, host));
    server.once('error', onError);
    server.listen(port, host, () => {
      server.off('error', onError);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function explain(error: NodeJS.ErrnoException, port: number, host: string): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new Error(`port ${port} on ${host} is already in use`, { cause: error });
    case 'EACCES':
      return new Error(`port ${port} on ${host} needs more rights than this process has`, { cause: error });
    case 'EADDRNOTAVAIL':
      return new Error(`${host} is not an address of this machine`, { cause: error });
    default:
      return error;
  }
}
