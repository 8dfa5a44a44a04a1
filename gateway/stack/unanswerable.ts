import type { RootFields } from '../../schema/root-fields.ts';
import type { SubgraphHealth } from '../door/health.ts';

/** The fields of which no subgraph that can begin them is ready. Below the others something may still be null. */
export function unanswerable(
  fields: RootFields,
  health: Readonly<Record<string, SubgraphHealth>>,
): readonly string[] {
  const isReady = (subgraph: string): boolean => health[subgraph]?.state === 'ready';
  return [...fields].filter(([, subgraphs]) => !subgraphs.some(isReady)).map(([field]) => field);
}
