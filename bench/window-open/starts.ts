import type { TestClient } from '../../tests/support/graphql-client.ts';
import { openWindow } from '../../tests/support/windows.ts';
import { summarise, toRow } from '../statistics.ts';
import type { BenchWorld } from './bench-world.ts';
import { closeFully } from './close-fully.ts';
import { untilAllAnswered, untilSilent } from './until-answered.ts';

/** Pairs, the order of which changes from one to the next; what counts is the difference within a pair. */
export async function measureStarts(options: {
  readonly world: BenchWorld;
  readonly stack: TestClient;
  readonly name: string;
  readonly ask: readonly string[];
  readonly levels: readonly (readonly string[])[];
  readonly rounds: number;
}): Promise<void> {
  const { world, stack, name, ask, levels, rounds } = options;
  const differences: number[] = [];
  const own: number[] = [];
  const ofWindow: number[] = [];
  const measures = [
    async () => own.push(await startOwn(world, levels)),
    async () => ofWindow.push(await openAndClose(world, stack, ask, levels)),
  ];
  for (const measure of measures) await measure();
  own.length = ofWindow.length = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (const measure of round % 2 === 0 ? measures : [...measures].reverse()) await measure();
    differences.push(((ofWindow.at(-1) ?? NaN) - (own.at(-1) ?? NaN)) / levels.length);
  }
  console.log(toRow(`${name}: the engine's own`, summarise(own)));
  console.log(toRow(`${name}: window`, summarise(ofWindow)));
  console.log(toRow(`${name}: difference${levels.length > 1 ? ' per level' : ''}`, summarise(differences)));
}

/** As somebody does who knows the order: a level after the one before answers. */
async function startOwn(world: BenchWorld, levels: readonly (readonly string[])[]): Promise<number> {
  const from = performance.now();
  let answered = from;
  for (const level of levels) {
    await Promise.all(level.map((service) => world.startOwn(service)));
    answered = await untilAllAnswered(level.map((service) => world.ownPortOf(service)));
  }
  await Promise.all(levels.flat().map((service) => world.stopOwn(service)));
  await Promise.all(levels.flat().map((service) => untilSilent(world.ownPortOf(service))));
  return answered - from;
}

async function openAndClose(
  world: BenchWorld,
  stack: TestClient,
  ask: readonly string[],
  levels: readonly (readonly string[])[],
): Promise<number> {
  const from = performance.now();
  const opened = openWindow(stack, { services: ask, ttlSec: 600 });
  const [{ window }, answered] = await Promise.all([
    opened,
    untilAllAnswered((levels.at(-1) ?? []).map((service) => world.portOf(service))),
  ]);
  await closeFully(stack, window?.id ?? '');
  await Promise.all(levels.flat().map((service) => untilSilent(world.portOf(service))));
  return answered - from;
}
