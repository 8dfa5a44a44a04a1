import { obedient } from '../../../subgraphs/madre/runtimes/memory/memory-behaviour.ts';
import { willing } from './hostile-runtime.ts';
import type { Run } from './run.ts';

const friendly = { ...obedient, ...willing, startMs: 10, stopMs: 10 };

/** From now on the service does what it is told, and the runtime what it is asked about it. */
export function calmDown(run: Pick<Run, 'behave'>, name: string): void {
  run.behave(name, friendly);
}
