import { createServer } from 'node:net';

/** Below 32768, where outgoing connections take theirs. Spread by process id, so that parallel test files rarely meet. */
const FIRST_PORT = 10_000;
const PORT_COUNT = 20_000;
let next = (process.pid * 97) % PORT_COUNT;

/** A loopback port that was free a moment ago. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < PORT_COUNT; tries += 1) {
    const port = FIRST_PORT + (next++ % PORT_COUNT);
    if (await canListen(port)) return port;
  }
  throw new Error(`no free port from ${FIRST_PORT} to ${FIRST_PORT + PORT_COUNT}`);
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
