import type { CatalogService } from '../../../subgraphs/madre/catalog.ts';
import type { Runtime } from '../../../subgraphs/madre/runtimes/runtime.ts';

/** Passes everything on and notes where a second start or stop of a service began while one was under way. A call whose signal aborted has ended. */
export function watchOperations(violations: string[]): (runtime: Runtime) => Runtime {
  const underWay = new Map<string, string>();

  async function operate(
    kind: string,
    service: CatalogService,
    signal: AbortSignal,
    work: () => Promise<void>,
  ): Promise<void> {
    const other = underWay.get(service.name);
    if (other !== undefined) violations.push(`W9: ${kind} of ${service.name} began inside its ${other}`);
    const end = (): void => void underWay.delete(service.name);
    underWay.set(service.name, kind);
    signal.addEventListener('abort', end, { once: true });
    try {
      await work();
    } finally {
      if (!signal.aborted) end();
    }
  }

  return (runtime) => {
    underWay.clear();
    return {
      ...runtime,
      start: (service, signal) => operate('start', service, signal, () => runtime.start(service, signal)),
      stop: (service, signal) => operate('stop', service, signal, () => runtime.stop(service, signal)),
    };
  };
}
