import { ConfigurationError } from '../configuration/configuration-error.ts';
import { StartError } from '../start-error.ts';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The port it listens on; port 0 lets the system choose. Rejects with a StartError where the port cannot be had. */
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
      return new StartError(
        `port ${port} on ${host} is already in use: stop what uses it, or set PORT to another`,
        { cause: error },
      );
    case 'EACCES':
      return new StartError(`port ${port} on ${host} needs more rights than this process has`, {
        cause: error,
      });
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new ConfigurationError(
        [
          {
            file: 'environment',
            path: 'HOST',
            expected: 'an address or host name of this machine',
            found: `${host}, a name that nobody knows (${error.code})`,
          },
        ],
        error,
      );
    case 'EADDRNOTAVAIL':
      return new StartError(`HOST: ${host} is not an address of this machine`, { cause: error });
    default:
      return error;
  }
}
