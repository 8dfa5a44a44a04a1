import { isDeepStrictEqual } from 'node:util';
import { TEST_QUERY } from '../gateway-query/shop.ts';
import { summarise } from '../statistics.ts';
import { startOurs, startStock, type Contender } from './contenders.ts';
import { shop, startMerged } from './shop-federation.ts';
import { startStack } from './stack-federation.ts';

const ROUNDS = 15;
const ROUND_MS = 400;
const WARM_UP_MS = 2_000;

const SHOP_QUERIES = {
  'three fetches': '{ users { id name reviews { id body product { upc name price } } } }',
  TestQuery: TEST_QUERY,
};
/** operator's answer, joined with what madre knows of each component. */
const STACK_QUERIES = {
  status:
    '{ status { status policy activeWindowCount components { state reason service { name kind state reason holders { window { id state } } } } } }',
};

/** The same query over subgraphs in one process, asked of each in turn; what counts is CPU time per answer. */
export async function measureEmbeddedQuery(): Promise<void> {
  await compare(SHOP_QUERIES, [await startOurs(shop), await startStock(shop), startMerged()]);
  const stack = await startStack();
  try {
    await compare(STACK_QUERIES, [await startOurs(stack), await startStock(stack)]);
  } finally {
    await stack.close();
  }
}

async function compare(
  queries: Readonly<Record<string, string>>,
  contenders: readonly Contender[],
): Promise<void> {
  try {
    for (const [name, query] of Object.entries(queries)) {
      await demandEqual(contenders, query);
      for (const contender of contenders) await askFor(contender, query, WARM_UP_MS);
      const rounds = new Map<Contender, number[]>(contenders.map((contender) => [contender, []]));
      for (let round = 0; round < ROUNDS; round += 1)
        for (const contender of contenders)
          rounds.get(contender)?.push(await askFor(contender, query, ROUND_MS));
      console.log(`\n${name}\n${toTable(contenders, rounds)}`);
    }
  } finally {
    for (const contender of contenders) await contender.stop();
  }
}

async function demandEqual(contenders: readonly Contender[], query: string): Promise<void> {
  const answers = await Promise.all(contenders.map((contender) => contender.ask(query)));
  for (const [index, { data, errors }] of answers.entries())
    if (errors !== undefined || !isDeepStrictEqual(plain(data), plain(answers[0]?.data)))
      throw new Error(
        `${contenders[index]?.name} gives something else: ${JSON.stringify({ data, errors }).slice(0, 500)}`,
      );
}

const plain = (data: unknown): unknown => JSON.parse(JSON.stringify(data));

/** CPU microseconds per answer, of all threads: what else the machine does is not in it. */
async function askFor(contender: Contender, query: string, durationMs: number): Promise<number> {
  const before = process.cpuUsage();
  const end = performance.now() + durationMs;
  let answers = 0;
  while (performance.now() < end) {
    await contender.ask(query);
    answers += 1;
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / answers;
}

function toTable(
  contenders: readonly Contender[],
  rounds: ReadonlyMap<Contender, readonly number[]>,
): string {
  const [ours] = contenders;
  const own = (ours && rounds.get(ours)) ?? [];
  const rows = contenders.map((contender) => {
    const its = rounds.get(contender) ?? [];
    const ratios = its.map((value, index) => value / (own[index] ?? NaN));
    const { median } = summarise(ratios);
    const spread = `${Math.min(...ratios).toFixed(2)} … ${Math.max(...ratios).toFixed(2)}`;
    return `| ${contender.name} | ${summarise(its).median.toFixed(0)} | ${median.toFixed(2)} (${spread}) |`;
  });
  return ['| | CPU µs/answer | CPU to ours |', '|---|---|---|', ...rows].join('\n');
}
