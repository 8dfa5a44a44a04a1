import { connect, createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { freePort } from './free-port.ts';

/** The way to a loopback port, which can break as cables do: nothing comes through any more, and nobody is told. */
export interface Network {
  readonly port: number;
  /** Of the connections that there are now; later ones are carried. */
  fallSilent(): void;
  /** Ends every connection, and each new one, until mend(). */
  cut(): void;
  mend(): void;
  close(): void;
}

export async function networkTo(target: number): Promise<Network> {
  const carried = new Set<readonly [Socket, Socket]>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) return void near.destroy();
    const far = connect(target, '127.0.0.1');
    const pair = [near, far] as const;
    carried.add(pair);
    near.pipe(far).on('error', () => near.destroy());
    far.pipe(near).on('error', () => far.destroy());
    near.on('close', () => carried.delete(pair) && far.destroy());
  });
  const end = (): void => {
    for (const pair of carried) for (const socket of pair) socket.destroy();
  };
  const port = await freePort();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port,
    fallSilent() {
      for (const [near, far] of carried) {
        near.unpipe(far).pause();
        far.unpipe(near).pause();
      }
    },
    cut() {
      isCut = true;
      end();
    },
    mend: () => void (isCut = false),
    close() {
      server.close();
      end();
    },
  };
}
