import type { Clock } from '../../platform/clock.ts';
import { CodedError } from '../../platform/errors.ts';
import type { Link } from '../links/link.ts';
import type { Metrics } from './metrics.ts';
import { inSpan, markFailed } from './tracing.ts';

/** A link that counts, traces and tells the request's own watcher of every fetch. Outermost, so that what is refused is seen too. */
export function observeLink(subgraph: string, link: Link, metrics: Metrics, clock: Clock): Link {
  return {
    subscribe: (request) => link.subscribe(request),
    close: () => link.close(),
    execute(request) {
      const startedAt = clock.monotonic();
      function tell(outcome: string): void {
        const fetch = { subgraph, outcome, ms: clock.monotonic() - startedAt };
        metrics.fetched(fetch);
        request.context.watcher?.fetched(fetch);
      }
      const attributes = { 'vx11.subgraph': subgraph, 'vx11.correlation_id': request.context.correlationId };
      return inSpan({ name: `fetch ${subgraph}`, kind: 'client', attributes }, async (span) => {
        try {
          const result = await link.execute(request);
          if (result.errors !== undefined) markFailed(span, result.errors[0]?.message ?? 'errors');
          tell(result.errors === undefined ? 'ok' : 'errors');
          return result;
        } catch (error) {
          tell(error instanceof CodedError ? error.code : 'aborted');
          throw error;
        }
      });
    },
  };
}

export function observeLinks<Name extends string>(
  links: Readonly<Record<Name, Link>>,
  metrics: Metrics,
  clock: Clock,
): Readonly<Record<Name, Link>> {
  const observed = Object.entries<Link>(links).map(([name, link]) => [
    name,
    observeLink(name, link, metrics, clock),
  ]);
  // fromEntries forgets the names, which are those of `links`.
  return Object.fromEntries(observed) as Record<Name, Link>;
}
