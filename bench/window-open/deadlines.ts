import type { TestClient } from '../../tests/support/graphql-client.ts';
import { openReadyWindow } from '../../tests/support/windows.ts';
import { summarise, toRow } from '../statistics.ts';
import type { BenchWorld } from './bench-world.ts';
import { untilAllAnswered, untilSilent } from './until-answered.ts';

const TTL_SEC = 10;
/** Apart by more than a stop takes, so that each deadline meets a madre at rest. */
const APART_MS = 150;

/**
 * From each window's deadline to the instant at which its service was told to end; and from asking the engine itself for a stop to
 * that instant.
 */
export async function measureDeadlines(options: {
  readonly world: BenchWorld;
  readonly stack: TestClient;
  readonly services: readonly string[];
  readonly rounds: number;
}): Promise<void> {
  const { world, stack, services, rounds } = options;
  const late: number[] = [];
  const own: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const pending: Promise<number>[] = [];
    for (const service of services) {
      const { deadline } = await openReadyWindow(stack, { services: [service], ttlSec: TTL_SEC });
      pending.push(world.stopIssuedAt(service).then((at) => at - Date.parse(deadline ?? '')));
      await new Promise((resolve) => setTimeout(resolve, APART_MS));
    }
    late.push(...(await Promise.all(pending)));
    // The windows are CLOSED only after their services are gone.
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    for (const service of services) own.push(await stopOwn(world, service));
  }
  console.log(toRow("the engine's own: asked → stop issued", summarise(own)));
  console.log(toRow('deadline → stop issued', summarise(late)));
}

async function stopOwn(world: BenchWorld, service: string): Promise<number> {
  await world.startOwn(service);
  await untilAllAnswered([world.ownPortOf(service)]);
  const askedAt = Date.now();
  const issuedAt = await world.stopOwnIssuedAt(service);
  await untilSilent(world.ownPortOf(service));
  return issuedAt - askedAt;
}
