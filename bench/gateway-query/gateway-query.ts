import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { composed } from '../../tests/support/federation.ts';
import { summarise } from '../statistics.ts';
import { startGateways, type Gateway } from './gateways.ts';
import { askOnce, load, type Round } from './load.ts';
import { shopSdl } from './shop.ts';

const ROUNDS = 7;
const ROUND_MS = 2_500;
const WARM_UP_MS = 3_000;

/** TestQuery through each gateway in turn, round after round, so that what else the machine does meets all of them. */
export async function measureGatewayQuery(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'vx11-bench-'));
  const subgraphs = await startSubgraphs();
  const supergraphFile = join(folder, 'supergraph.graphql');
  writeFileSync(
    supergraphFile,
    composed(shopSdl, (name) => subgraphs.urls[name] ?? ''),
  );
  const gateways = await startGateways(supergraphFile);
  try {
    const answers = await warmUp(gateways);
    const calls = await countCalls(gateways, () => subgraphs.takeCalls());
    const rounds = new Map<Gateway, Round[]>(gateways.map((gateway) => [gateway, []]));
    for (let number = 0; number < ROUNDS; number += 1)
      for (const gateway of rotated(gateways, number))
        rounds.get(gateway)?.push(await load(gateway, ROUND_MS, answers.get(gateway) ?? ''));
    console.log(toTable(gateways, rounds, calls));
  } finally {
    for (const gateway of gateways) await gateway.stop();
    subgraphs.stop();
    rmSync(folder, { recursive: true });
  }
}

async function startSubgraphs() {
  const child = fork(fileURLToPath(new URL('subgraphs-process.ts', import.meta.url)), [], {
    execArgv: ['--import', 'tsx'],
  });
  const [first] = (await once(child, 'message')) as [{ readonly urls: Readonly<Record<string, string>> }];
  return {
    urls: first.urls,
    async takeCalls() {
      child.send('calls');
      const [{ calls }] = (await once(child, 'message')) as [{ readonly calls: number }];
      return calls;
    },
    stop: () => void child.kill('SIGKILL'),
  };
}

/** Until code is compiled and connections stand; all must give the same data. */
async function warmUp(gateways: readonly Gateway[]): Promise<ReadonlyMap<Gateway, string>> {
  const answers = new Map<Gateway, string>();
  for (const gateway of gateways) {
    const answer = await askOnce(gateway);
    const [first = answer] = answers.values();
    if (!isDeepStrictEqual(dataOf(answer), dataOf(first)))
      throw new Error(`${gateway.name} gives other data: ${answer.slice(0, 500)}`);
    answers.set(gateway, answer);
    await load(gateway, WARM_UP_MS, answer);
  }
  return answers;
}

function dataOf(answer: string): unknown {
  const { data, errors } = JSON.parse(answer) as { readonly data?: unknown; readonly errors?: unknown };
  if (errors !== undefined) throw new Error(`the answer has errors: ${answer.slice(0, 500)}`);
  return data;
}

async function countCalls(
  gateways: readonly Gateway[],
  takeCalls: () => Promise<number>,
): Promise<ReadonlyMap<Gateway, number>> {
  const calls = new Map<Gateway, number>();
  for (const gateway of gateways) {
    await takeCalls();
    await askOnce(gateway);
    calls.set(gateway, await takeCalls());
  }
  return calls;
}

function rotated<Item>(items: readonly Item[], by: number): readonly Item[] {
  const at = by % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
}

const HEAD = `| gateway | requests/s | CPU ms/request | p50 ms | p99 ms | subgraph calls | resident MB | requests/s to ours | CPU to ours |
|---|---|---|---|---|---|---|---|---|`;

function toTable(
  gateways: readonly Gateway[],
  rounds: ReadonlyMap<Gateway, readonly Round[]>,
  calls: ReadonlyMap<Gateway, number>,
): string {
  const [ours] = gateways;
  const own = (ours && rounds.get(ours)) ?? [];
  const rows = gateways.map((gateway) => {
    const its = rounds.get(gateway) ?? [];
    const median = (of: (round: Round) => number): number => summarise(its.map(of)).median;
    const ratio = (of: (round: Round) => number): string =>
      spread(its.flatMap((round, index) => (own[index] === undefined ? [] : of(round) / of(own[index]))));
    return `| ${[
      gateway.name,
      median(({ perSecond }) => perSecond).toFixed(0),
      median(({ cpuMsEach }) => cpuMsEach).toFixed(2),
      median(({ latency }) => latency.median).toFixed(1),
      median(({ latency }) => latency.p99).toFixed(1),
      calls.get(gateway) ?? '',
      gateway.residentMb().toFixed(0),
      ratio(({ perSecond }) => perSecond),
      ratio(({ cpuMsEach }) => cpuMsEach),
    ].join(' | ')} |`;
  });
  return [HEAD, ...rows].join('\n');
}

/** The median, and in brackets the least and the greatest of the rounds. */
function spread(ratios: readonly number[]): string {
  const { median } = summarise(ratios);
  return `${median.toFixed(2)} (${Math.min(...ratios).toFixed(2)} … ${Math.max(...ratios).toFixed(2)})`;
}
