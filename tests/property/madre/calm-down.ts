import { obedient } from '../../../subgraphs/madre/runtimes/memory/memory-behaviour.ts';
import type { Truth } from './truth.ts';

const friendly = { ...obedient, startMs: 10, stopMs: 10 };

/** From now on the service does what it is told. */
export function calmDown(truth: Truth, name: string): void {
  truth.world.behave(name, friendly);
  truth.behaves(name, friendly);
}
