import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { freePort } from '../../tests/support/free-port.ts';
import { spawnStack } from '../../tests/support/stack.ts';
import { residentKbOf } from '../process-usage.ts';
import { summarise, TABLE_HEAD, toRow } from '../statistics.ts';
import { askEngine } from './ask-engine.ts';
import { connectStack, type AskedStack } from './ask-stack.ts';
import { measureBlackHoles } from './black-holes.ts';
import { FIRST_TOKEN_LIMIT_MS, measureFaults, SILENT_ENGINES } from './faults.ts';

const SCALE = Number(process.env['BENCH_SCALE'] ?? 1);
const ROUNDS = Math.max(10, Math.round(200 * SCALE));
const WARM_UP = 20;
const TOKENS = 50;
const STREAMS = 100;
const TOKENS_EACH = 200;
const STORM_ROUNDS = Math.max(2, Math.round(5 * SCALE));
const CHARACTERS_PER_TOKEN = 4;

/**
 * An answer through all layers (gateway's WebSocket, operator, switch's process, HTTP engine) against the same engine asked directly:
 * each pair right after the other, in turns which one first.
 */
export async function measureChat(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'vx11-bench-chat-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/v1`;
  const engine = fork(fileURLToPath(new URL('engine-process.ts', import.meta.url)), [String(port)], {
    execArgv: process.execArgv,
  });
  await once(engine, 'message');
  const env = { VX11_ENGINES: writeEngines(folder, `http://127.0.0.1:${port}`) };
  try {
    // On a server of its own: what answers before left behind would be counted less than what it took.
    await onStack(env, measureMemory);
    await onStack(env, async (client) => {
      await measurePairs(client, url);
      await measureStorm(client, url);
      await measureFaults(client, engine, url);
    });
    await measureBlackHoles();
  } finally {
    engine.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function onStack(
  env: Readonly<Record<string, string>>,
  measure: (client: AskedStack, pid: number) => Promise<void>,
): Promise<void> {
  const stack = await spawnStack({ env });
  try {
    await stack.data(
      'mutation { openWindow(input: { services: ["switch"], ttlSec: 3600, waitUntilReady: true }) { ok } }',
    );
    const client = await connectStack(stack.url);
    await measure(client, stack.process.pid ?? 0);
    await client.close();
  } finally {
    await stack.close();
  }
}

async function measurePairs(client: AskedStack, url: string): Promise<void> {
  const message = `tokens ${TOKENS}`;
  for (let round = 0; round < WARM_UP; round += 1) {
    await askEngine(url, message);
    await client.ask(message);
  }
  const direct: number[][] = [[], []];
  const through: number[][] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    const runs = [
      async () => keep(direct, await askEngine(url, message)),
      async () => keep(through, await client.ask(message)),
    ];
    for (const run of round % 2 === 0 ? runs : runs.reverse()) await run();
  }
  console.log(`load ${loadavg()[0]?.toFixed(1)}, ${ROUNDS} pairs of ${TOKENS} tokens\n${TABLE_HEAD}`);
  for (const [index, what] of ['first token', 'total'].entries()) {
    const [alone = [], all = []] = [direct[index], through[index]];
    console.log(toRow(`${what}: engine alone`, summarise(alone)));
    console.log(toRow(`${what}: through all layers`, summarise(all)));
    console.log(toRow(`${what}: difference`, summarise(all.map((ms, at) => ms - (alone[at] ?? NaN)))));
  }
}

function keep(
  into: number[][],
  { firstMs, totalMs }: { readonly firstMs: number; readonly totalMs: number },
): void {
  into[0]?.push(firstMs);
  into[1]?.push(totalMs);
}

async function measureStorm(client: AskedStack, url: string): Promise<void> {
  const message = `tokens ${TOKENS_EACH}`;
  const rates: Record<string, number[]> = { 'engine alone': [], 'through all layers': [] };
  for (let round = 0; round < STORM_ROUNDS; round += 1) {
    rates['engine alone']?.push(await rateOf(() => askEngine(url, message)));
    rates['through all layers']?.push(await rateOf(() => client.ask(message)));
  }
  console.log(
    `\n${STREAMS} streams of ${TOKENS_EACH} tokens at once: tokens per second, median of ${STORM_ROUNDS}`,
  );
  for (const [name, values] of Object.entries(rates))
    console.log(`${name}: ${summarise(values).median.toFixed(0)}`);
}

async function rateOf(ask: () => Promise<{ readonly characters: number }>): Promise<number> {
  const startedAt = performance.now();
  const answers = await Promise.all(Array.from({ length: STREAMS }, ask));
  const characters = answers.reduce((sum, answer) => sum + answer.characters, 0);
  return (characters / CHARACTERS_PER_TOKEN / (performance.now() - startedAt)) * 1_000;
}

/** Of the server's process: gateway, operator and madre. The streams stay open in the middle of their answers. */
async function measureMemory(client: AskedStack, pid: number): Promise<void> {
  for (let round = 0; round < WARM_UP; round += 1) await client.ask(`tokens ${TOKENS}`);
  const before = residentKbOf(pid);
  await Promise.all(Array.from({ length: STREAMS }, () => client.follow(`hold ${TOKENS_EACH}`)));
  const each = (residentKbOf(pid) - before) / STREAMS;
  console.log(
    `resident memory of the server: ${(before / 1_024).toFixed(0)} MB, and ${each.toFixed(1)} KB for each of ${STREAMS} open streams`,
  );
}

/** The engine, and two that never say a word: each answers for what is asked of them. */
function writeEngines(folder: string, origin: string): string {
  const file = join(folder, 'engines.yaml');
  const common = { provider: 'openai-compatible', model: 'any' };
  const silent = { limits: { firstTokenTimeoutMs: FIRST_TOKEN_LIMIT_MS }, breaker: { threshold: 100 } };
  const engines = [
    { ...common, id: 'bench', baseUrl: `${origin}/v1`, limits: { maxConcurrent: 1_000 } },
    ...SILENT_ENGINES.map((id) => ({ ...common, id, baseUrl: `${origin}/${id}/v1`, ...silent })),
  ];
  writeFileSync(file, stringify({ strategy: 'ordered', engines }));
  return file;
}
