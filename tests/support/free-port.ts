import { createServer } from 'node:net';

/**
 * Below 32768, where outgoing connections take theirs. Each worker has a range of its own: a port that was free a moment ago and is not
 * listened on yet cannot be given to a test that runs beside. Within it spread by process id, for those who run tests in two places.
 */
const FIRST_PORT = 10_000;
const PORTS_OF_A_WORKER = 5_000;
const WORKERS = 4;
const firstOfWorker = FIRST_PORT + (workerNumber() % WORKERS) * PORTS_OF_A_WORKER;
let next = (process.pid * 97) % PORTS_OF_A_WORKER;

/** A loopback port that was free a moment ago. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < PORTS_OF_A_WORKER; tries += 1) {
    const port = firstOfWorker + (next++ % PORTS_OF_A_WORKER);
    if (await canListen(port)) return port;
  }
  throw new Error(`no free port from ${firstOfWorker} to ${firstOfWorker + PORTS_OF_A_WORKER}`);
}

/** Of vitest, from 1; no two files that run at the same time have the same. */
function workerNumber(): number {
  return Number(process.env['VITEST_POOL_ID'] ?? 1);
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
