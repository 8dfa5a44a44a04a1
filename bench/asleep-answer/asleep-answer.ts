import { Pool } from 'undici';
import { LOCAL_TOKEN } from '../../tests/support/graphql-client.ts';
import { spawnStack } from '../../tests/support/stack.ts';
import { summarise, TABLE_HEAD, toRow } from '../statistics.ts';

const ROUNDS = Math.ceil(1_000 * Number(process.env['BENCH_SCALE'] ?? 1));
const WARM_UP_ROUNDS = 200;
/** The least an answer takes, what sleeps alone and beside what does not, and a mutation that is refused. */
const QUESTIONS: readonly (readonly [name: string, query: string])[] = [
  ['nothing but the door', '{ __typename }'],
  ['a field that sleeps', '{ engines { id } }'],
  ['of each service a field that sleeps', '{ services { name engines { id } } }'],
  [
    'a mutation that sleeps',
    'mutation { submitTask(input: { taskType: "text", payload: {} }) { __typename } }',
  ],
];

/** How long an answer takes of which a part, or all, is asleep: the built server in a process of its own, asked over one kept connection. */
export async function measureAsleepAnswer(): Promise<void> {
  const stack = await spawnStack();
  const pool = new Pool(stack.url, { connections: 1 });
  async function ask(query: string): Promise<number> {
    const startedAt = performance.now();
    const { body } = await pool.request({
      path: '/graphql',
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-vx11-token': LOCAL_TOKEN },
      body: JSON.stringify({ query }),
    });
    await body.dump();
    return performance.now() - startedAt;
  }
  try {
    const times = new Map<string, number[]>(QUESTIONS.map(([name]) => [name, []]));
    for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round += 1)
      for (const [name, query] of QUESTIONS) {
        const took = await ask(query);
        if (round >= 0) times.get(name)?.push(took);
      }
    console.log(TABLE_HEAD);
    for (const [name, values] of times) console.log(toRow(name, summarise(values)));
  } finally {
    await pool.close();
    await stack.close();
  }
}
