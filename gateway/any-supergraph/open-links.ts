import type { Clock } from '../../platform/clock.ts';
import { ConfigurationError } from '../../platform/configuration/configuration-error.ts';
import type { Link } from '../links/link.ts';
import type { LinkTls } from '../links/remote/tls.ts';
import type { HeaderRules } from './header-rules.ts';
import type { ForeignSubgraph } from './open-link.ts';
import { refuseSupergraph } from './refuse-supergraph.ts';
import { readRoutingUrls } from './routing-urls.ts';

export interface ForeignLinks {
  readonly supergraphFile: string;
  readonly supergraphSdl: string;
  readonly subscriptionUrls: ReadonlyMap<string, string>;
  readonly headerRules: HeaderRules;
  readonly tls?: LinkTls | undefined;
  readonly clock: Clock;
  /** Each is closed by whoever gives them. */
  readonly open: (subgraph: ForeignSubgraph) => Link;
  readonly limitMs: number;
}

/** A link to each subgraph of the supergraph, at its routing URL. None is asked anything yet. */
export function openForeignLinks(options: ForeignLinks): Readonly<Record<string, Link>> {
  const { subscriptionUrls, headerRules, tls, clock, open, limitMs } = options;
  const urls = routingUrlsOf(options);
  return Object.fromEntries(
    [...urls].map(([service, url]) => {
      const streamUrl = subscriptionUrls.get(service) ?? url.replace(/^http/, 'ws');
      return [service, open({ service, url, streamUrl, headerRules, tls, clock, limitMs })];
    }),
  );
}

function routingUrlsOf({ supergraphFile: file, supergraphSdl }: ForeignLinks): ReadonlyMap<string, string> {
  const urls = attempt(() => readRoutingUrls(supergraphSdl), file);
  const problems = [...urls]
    .filter(([, url]) => !/^https?:\/\//.test(url) || !URL.canParse(url))
    .map(([name, url]) => ({
      file,
      path: name,
      expected: 'an http or https address',
      found: JSON.stringify(url),
    }));
  if (urls.size === 0)
    problems.push({
      file,
      path: 'join__Graph',
      expected: 'the subgraphs of a composed supergraph',
      found: 'none',
    });
  if (problems.length > 0) throw new ConfigurationError(problems);
  return urls;
}

function attempt<Value>(read: () => Value, file: string): Value {
  try {
    return read();
  } catch (error) {
    return refuseSupergraph(file)(error);
  }
}

/** For the start: what names a subgraph that is not there is a mistake. Later one may go, and come back. */
export function refuseStray(
  { subscriptionUrls, headerRules }: Pick<ForeignLinks, 'subscriptionUrls' | 'headerRules'>,
  subgraphs: readonly string[],
): void {
  const stray = (path: string, named: ReadonlyMap<string, unknown>) =>
    [...named.keys()]
      .filter((name) => !subgraphs.includes(name))
      .map((found) => ({ file: 'command line', path, expected: `one of ${subgraphs.join(', ')}`, found }));
  const problems = [
    ...stray('--subscription-url', subscriptionUrls),
    ...stray('--header-rules', headerRules.subgraphs),
  ];
  if (problems.length > 0) throw new ConfigurationError(problems);
}
