import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/log.ts';
import { createGraph, type Graph } from '../graph.ts';
import type { Link } from '../links/link.ts';
import type { Metrics } from '../observability/metrics.ts';
import { observeExecution } from '../observability/observe-execution.ts';
import { observeLink } from '../observability/observe-link.ts';
import type { AnyConfig } from './any-config.ts';
import type { KeptLinks } from './kept-links.ts';
import { openForeignLinks } from './open-links.ts';
import { refuseSupergraph } from './refuse-supergraph.ts';

export interface LoadedGraph {
  readonly graph: Graph;
  readonly links: Readonly<Record<string, Link>>;
}

/** What makes a graph of each supergraph that the file has had. It throws ConfigurationError where it cannot be served. */
export function createLoader(parts: {
  readonly config: AnyConfig;
  readonly kept: KeptLinks;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly log: Logger;
  readonly limitMs: number;
}): (supergraphSdl: string) => Promise<LoadedGraph> {
  const { config, kept, metrics, clock, log, limitMs } = parts;
  const observer = observeExecution(metrics, clock);
  /** A link that is kept stays the same to who streams over it. */
  const observed = new WeakMap<Link, Link>();

  function observe([name, link]: [string, Link]): [string, Link] {
    const known = observed.get(link) ?? observeLink(name, link, metrics, clock);
    observed.set(link, known);
    return [name, known];
  }

  return async (supergraphSdl) => {
    const open: KeptLinks['open'] = (subgraph) => kept.open(subgraph);
    const links = openForeignLinks({ ...config, supergraphSdl, open, clock, limitMs });
    const graph = await createGraph({
      supergraphSdl,
      links: Object.fromEntries(Object.entries(links).map(observe)),
      log,
      showSubgraphErrors: true,
      observer,
    }).catch(refuseSupergraph(config.supergraphFile));
    return { graph, links };
  };
}
