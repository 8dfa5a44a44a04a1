import type { Clock } from '../../platform/clock.ts';
import { withDeadline } from '../../platform/deadline.ts';
import { CodedError } from '../../platform/errors.ts';
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
      const reason = directory.reason(name) ?? 'no component of the catalog serves it';
      return { state: 'asleep', code: 'SERVICE_ASLEEP', reason };
    }
    const readiness = embedded[name]?.();
    if (readiness === undefined) return askReadiness(name, links[name], clock);
    return readiness.ready ? { state: 'ready' } : unreachable(readiness.reason);
  }
  return async () => {
    const entries = await Promise.all(subgraphNames.map(async (name) => [name, await read(name)] as const));
    return Object.fromEntries(entries);
  };
}

/** Whether a subgraph elsewhere answers, be it with errors: it may want a token of each client. Asked now, within a limit. Never rejects. */
export async function askReadiness(name: string, link: Link, clock: Clock): Promise<SubgraphHealth> {
  try {
    await withDeadline({ clock, limitMs: ANSWER_LIMIT_MS, what: name }, (signal) =>
      link.execute({ query: '{ __typename }', context: systemContext(signal) }),
    );
    return { state: 'ready' };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return unreachable(reason, error instanceof CodedError ? error.code : undefined);
  }
}

function unreachable(reason: string, code = 'SERVICE_UNREACHABLE'): SubgraphHealth {
  return { state: 'unreachable', code, reason };
}
