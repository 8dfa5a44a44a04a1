import { Pool } from 'undici';
import { summarise, type Summary } from '../statistics.ts';
import type { Gateway } from './gateways.ts';
import { TEST_QUERY } from './shop.ts';

export interface Round {
  readonly perSecond: number;
  /** Of the gateway's process. */
  readonly cpuMsEach: number;
  readonly latency: Summary;
  readonly requests: number;
}

const CONNECTIONS = 16;
let serial = 0;

/** Asks as fast as the answers come for that long. Each request has an authorization of its own, so that no two may share anything. */
export async function load(gateway: Gateway, forMs: number, expected: string): Promise<Round> {
  const { origin, pathname } = new URL(gateway.url);
  const pool = new Pool(origin, { connections: CONNECTIONS });
  const latencies: number[] = [];
  const cpuBefore = gateway.cpuMs();
  const startedAt = performance.now();
  async function one(): Promise<void> {
    while (performance.now() - startedAt < forMs) {
      const sentAt = performance.now();
      const answer = await ask(pool, pathname);
      if (answer.length !== expected.length)
        throw new Error(`${gateway.name} answered otherwise: ${answer.slice(0, 300)}`);
      latencies.push(performance.now() - sentAt);
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, one));
  const tookMs = performance.now() - startedAt;
  const cpuMs = gateway.cpuMs() - cpuBefore;
  await pool.close();
  const requests = latencies.length;
  return {
    perSecond: (requests * 1_000) / tookMs,
    cpuMsEach: cpuMs / requests,
    latency: summarise(latencies),
    requests,
  };
}

/** The text of the data, without what gateways add to it. */
export async function askOnce(gateway: Gateway): Promise<string> {
  const { origin, pathname } = new URL(gateway.url);
  const pool = new Pool(origin);
  const text = await ask(pool, pathname);
  await pool.close();
  return text;
}

async function ask(pool: Pool, path: string): Promise<string> {
  serial += 1;
  const { body } = await pool.request({
    path,
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer bench-${serial}` },
    body: JSON.stringify({ query: TEST_QUERY, operationName: 'TestQuery' }),
  });
  return body.text();
}
