import type { Clock } from '../../platform/clock.ts';
import type { Link } from '../links/link.ts';
import { openForeignLink, type ForeignSubgraph } from './open-link.ts';

/** The links that are open, kept over a change of the supergraph for subgraphs that stay where they are. */
export interface KeptLinks {
  /** The known one where name and addresses are the same. */
  open(subgraph: ForeignSubgraph): Link;
  /** Closes all others once the requests that may still be under way on them are over. */
  keepOnly(links: Readonly<Record<string, Link>>): void;
  close(): Promise<void>;
}

export function keepLinks(clock: Clock, graceMs: number): KeptLinks {
  const kept = new Map<string, Link>();
  const retiring = new Map<Link, () => void>();

  function retire(link: Link): void {
    const cancel = clock.after(graceMs, () => {
      retiring.delete(link);
      // Nobody waits for it, and what is under way after so long has lost.
      void link.close().catch(() => undefined);
    });
    retiring.set(link, cancel);
  }

  return {
    open(subgraph) {
      const key = JSON.stringify([subgraph.service, subgraph.url, subgraph.streamUrl]);
      const link = kept.get(key) ?? openForeignLink(subgraph);
      kept.set(key, link);
      return link;
    },
    keepOnly(links) {
      const wanted = new Set(Object.values(links));
      for (const [key, link] of kept) {
        if (wanted.has(link)) continue;
        kept.delete(key);
        retire(link);
      }
    },
    async close() {
      for (const cancel of retiring.values()) cancel();
      await Promise.all([...retiring.keys(), ...kept.values()].map((link) => link.close()));
    },
  };
}
