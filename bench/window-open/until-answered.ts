import { request } from 'node:http';

const PAUSE_MS = 1;
const LIMIT_MS = 30_000;

/** Asks again and again, each time on a new connection, until the port answers HTTP 200. Resolves with performance.now() of that. */
export async function untilAnswered(port: number): Promise<number> {
  const limitAt = performance.now() + LIMIT_MS;
  for (;;) {
    if (await answers(port)) return performance.now();
    if (performance.now() > limitAt) throw new Error(`port ${port} did not answer within ${LIMIT_MS} ms`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/** The same for each port: the instant of the last one. */
export async function untilAllAnswered(ports: readonly number[]): Promise<number> {
  return Math.max(...(await Promise.all(ports.map(untilAnswered))));
}

export async function untilSilent(port: number): Promise<void> {
  while (await answers(port)) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request({ host: '127.0.0.1', port, path: '/health', agent: false, timeout: 1_000 });
    asked.once('response', (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    asked.once('timeout', () => asked.destroy());
    asked.once('error', () => resolve(false));
    asked.end();
  });
}
