import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Why a port cannot be had, in one line for the person who started the server. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

/** The port it listens on; port 0 lets the system choose. Rejects with a ListenError where the port cannot be had. */
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
      return new ListenError(
        `port ${port} on ${host} is already in use: stop what uses it, or set PORT to another`,
        { cause: error },
      );
    case 'EACCES':
      return new ListenError(`port ${port} on ${host} needs more rights than this process has`, {
        cause: error,
      });
    case 'EADDRNOTAVAIL':
      return new ListenError(`${host} is not an address of this machine`, { cause: error });
    default:
      return error;
  }
}
