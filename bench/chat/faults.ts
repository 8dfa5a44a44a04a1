import type { ChildProcess } from 'node:child_process';
import { summarise, TABLE_HEAD, toRow } from '../statistics.ts';
import { leaveEngine } from './ask-engine.ts';
import type { AskedStack } from './ask-stack.ts';

/** Paths of the engine's process, and ids. Their breakers bear a hundred failures, which no more rounds than that cause. */
export const SILENT_ENGINES = ['stalls', 'keeps-alive'] as const;
export const FIRST_TOKEN_LIMIT_MS = 300;

const ROUNDS = Math.min(90, Math.max(10, Math.round(50 * Number(process.env['BENCH_SCALE'] ?? 1))));
const QUESTION = 'tokens 5';

/** What a fault of an engine costs beyond its own time-out, and how soon a cancelled answer leaves its engine. */
export async function measureFaults(client: AskedStack, engine: ChildProcess, url: string): Promise<void> {
  console.log(`\n${TABLE_HEAD}`);
  for (const silent of SILENT_ENGINES) await measureHandOver(client, silent);
  await measureCancel(client, engine, url);
}

/** From the question to the first token of the next engine, less the time-out, less what a first token takes without a fault. */
async function measureHandOver(client: AskedStack, silent: string): Promise<void> {
  const beyond: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const plain = await client.ask(QUESTION);
    const handed = await client.ask(QUESTION, silent);
    beyond.push(handed.firstMs - FIRST_TOKEN_LIMIT_MS - plain.firstMs);
  }
  console.log(
    toRow(`hand-over of one that ${silent.replace('-', ' ')}, beyond its time-out`, summarise(beyond)),
  );
}

/** From asking to cancel until the engine sees its socket close; beside it what that takes where the engine's own client leaves. */
async function measureCancel(client: AskedStack, engine: ChildProcess, url: string): Promise<void> {
  const [alone, through]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    alone.push(await timeToLeave(engine, await leaveEngine(url, 'hold 5')));
    const id = await client.follow('hold 5');
    through.push(await timeToLeave(engine, () => client.cancel(id)));
  }
  console.log(toRow("cancel until the engine's socket closes: engine alone", summarise(alone)));
  console.log(toRow("cancel until the engine's socket closes: through all layers", summarise(through)));
}

/** What the engine's process told of clients before, it told of others. */
async function timeToLeave(engine: ChildProcess, leave: () => Promise<void>): Promise<number> {
  const beganAtMs = Number(process.hrtime.bigint()) / 1e6;
  const leftAtMs = new Promise<number>((resolve) => {
    engine.on('message', function look(told: { readonly leftAtMs?: number }) {
      if (told.leftAtMs === undefined || told.leftAtMs < beganAtMs) return;
      engine.off('message', look);
      resolve(told.leftAtMs);
    });
  });
  await leave();
  return (await leftAtMs) - beganAtMs;
}
