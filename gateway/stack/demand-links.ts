import { readRoutingUrls } from '../any-supergraph/routing-urls.ts';
import type { Link } from '../links/link.ts';

/** The supergraph, where there is a link to each of its subgraphs; else it throws. */
export function demandLinks(supergraphSdl: string, links: Readonly<Record<string, Link>>): string {
  const strangers = [...readRoutingUrls(supergraphSdl).keys()].filter((name) => !Object.hasOwn(links, name));
  if (strangers.length === 0) return supergraphSdl;
  throw new Error(
    `the supergraph must be of ${Object.keys(links).join(', ')}, and names ${strangers.join(', ')} too`,
  );
}
