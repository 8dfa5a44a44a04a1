import { CodedError } from '../../platform/errors.ts';
import type { Executor } from '../../platform/graphql/execute.ts';
import type { Link, LinkRequest } from './link.ts';

/** The way to a subgraph inside this process: its schema is executed directly, nothing is serialised. */
export function createLocalLink(name: string, executor: Executor): Link {
  const lifetime = new AbortController();

  function demandOpen(): void {
    if (lifetime.signal.aborted) throw closed(name);
  }

  return {
    async execute(request) {
      demandOpen();
      return executor.execute(request);
    },
    async subscribe(request) {
      demandOpen();
      return executor.subscribe(untilClosed(request, lifetime.signal));
    },
    close() {
      lifetime.abort(closed(name));
      return Promise.resolve();
    },
  };
}

function closed(name: string): CodedError {
  return new CodedError('SERVICE_UNREACHABLE', {
    service: name,
    url: 'this process',
    problem: 'it is stopping',
  });
}

function untilClosed(request: LinkRequest, lifetime: AbortSignal): LinkRequest {
  return {
    ...request,
    context: { ...request.context, signal: AbortSignal.any([request.context.signal, lifetime]) },
  };
}
