import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../platform/clock.ts';
import type { Graph } from '../graph.ts';
import { operationOf, type ServerGateway } from '../supergraph.ts';
import { createSeenOperations } from './seen-operations.ts';

/** A graph that can become another one while it is asked: each request ends on the one that it began with. */
export interface ReloadableGraph extends Graph {
  /** Plans what clients sent last on the next graph, then answers with it. The caller still has to tell the hub. */
  become(next: Graph): Promise<void>;
}

type SchemaListener = Parameters<ServerGateway['onSchemaLoadOrUpdate']>[0];

/** What is not planned by then is planned when it is asked for. */
const WARM_LIMIT_MS = 5_000;

export function makeReloadable(first: Graph, clock: Clock): ReloadableGraph {
  const seen = createSeenOperations();
  const listeners = new Set<SchemaListener>();
  /** By the schema that a request was validated against; those that nobody asks any more go with it. */
  const graphs = new WeakMap([[first.apiSchema(), first]]);
  let current = first;

  async function warm(next: Graph): Promise<void> {
    const startedAt = clock.monotonic();
    for (const operation of seen.latest()) {
      if (clock.monotonic() - startedAt > WARM_LIMIT_MS) return;
      next.warm(operation);
      // Each plan may take milliseconds, in which nobody else is answered.
      await setImmediate();
    }
  }

  return {
    gateway: {
      onSchemaLoadOrUpdate(listener) {
        listeners.add(listener);
        current.gateway.onSchemaLoadOrUpdate(listener);
        return () => void listeners.delete(listener);
      },
      load: () =>
        Promise.resolve({
          executor: (request) => {
            const operation = operationOf(request);
            seen.note(operation);
            return (graphs.get(request.schema) ?? current).execute(operation);
          },
        }),
      stop: () => Promise.resolve(),
    },
    apiSchema: () => current.apiSchema(),
    apiSdl: () => current.apiSdl(),
    rootFields: () => current.rootFields(),
    prepare: (text) => current.prepare(text),
    execute: (operation) => {
      seen.note(operation);
      return current.execute(operation);
    },
    warm: (operation) => current.warm(operation),
    wakeFor: (operation) => current.wakeFor(operation),
    admitSubscription: (operation) => current.admitSubscription(operation),
    sourceOf: (operation) => current.sourceOf(operation),
    scopesFor: (operation) => current.scopesFor(operation),
    async become(next) {
      await warm(next);
      graphs.set(next.apiSchema(), next);
      current = next;
      for (const listener of listeners) next.gateway.onSchemaLoadOrUpdate(listener);
    },
    close: () => current.close(),
  };
}
