import type { Clock } from '../../platform/clock.ts';
import { withDeadline } from '../../platform/deadline.ts';
import { systemContext } from '../../platform/request-context.ts';
import { subgraphNames, type SubgraphName } from '../../schema/sdl.ts';
import type { ReadHealth, SubgraphHealth } from '../door/health.ts';
import type { Link } from '../links/link.ts';
import type { SubgraphLinks } from './subgraph-links.ts';

const ANSWER_LIMIT_MS = 1_000;

/** What can be answered now, per subgraph. What sleeps is known from madre's reports and left alone. */
export function createHealthReader({ links, directory, embedded }: SubgraphLinks, clock: Clock): ReadHealth {
  async function read(name: SubgraphName): Promise<SubgraphHealth> {
    if (name === 'switch' && !directory.isReady(name)) {
      return { state: 'asleep', reason: directory.reason(name) ?? 'no component of the catalog serves it' };
    }
    const readiness = embedded[name]?.();
    if (readiness === undefined) return askReadiness(name, links[name], clock);
    return readiness.ready ? { state: 'ready' } : { state: 'unreachable', reason: readiness.reason };
  }
  return async () => {
    const entries = await Promise.all(subgraphNames.map(async (name) => [name, await read(name)] as const));
    return Object.fromEntries(entries);
  };
}

/** Whether a subgraph elsewhere answers, asked now and within a limit. Never rejects. */
export async function askReadiness(name: string, link: Link, clock: Clock): Promise<SubgraphHealth> {
  try {
    const { errors } = await withDeadline({ clock, limitMs: ANSWER_LIMIT_MS, what: name }, (signal) =>
      link.execute({ query: '{ __typename }', context: systemContext(signal) }),
    );
    return errors?.[0] === undefined
      ? { state: 'ready' }
      : { state: 'unreachable', reason: errors[0].message };
  } catch (error) {
    return { state: 'unreachable', reason: error instanceof Error ? error.message : String(error) };
  }
}
