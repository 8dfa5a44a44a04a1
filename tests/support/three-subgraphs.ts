import { createInProcessBus } from '../../platform/bus/bus-in-process.ts';
import { systemClock } from '../../platform/clock.ts';
import { serveSubgraph, type ServedSubgraph } from '../../platform/graphql/serve-subgraph.ts';
import type { Subgraph } from '../../platform/graphql/subgraph.ts';
import { createLogger } from '../../platform/log.ts';
import { readSubgraphSdl, type SubgraphName } from '../../schema/sdl.ts';
import { createSubgraph } from '../../subgraphs/index.ts';
import { askOverHttp } from '../../subgraphs/operator/ask-over-http.ts';
import { tinySubgraph, type TinyContext } from './tiny-subgraph.ts';

const log = createLogger('silent', 'test');

/**
 * The three subgraphs of the stack, each served at an address of its own: the real operator, and a madre and a switch of the real SDL who
 * know little. madre says that switch is READY, so that it is called whether it is there or not.
 */
export interface ThreeSubgraphs {
  start(name: SubgraphName): Promise<void>;
  /** As a process that ends. */
  stop(name: SubgraphName): Promise<void>;
  close(): Promise<void>;
}

export interface ThreeSubgraphsOptions {
  readonly ports: Readonly<Record<SubgraphName, number>>;
  readonly token: string;
  readonly dataDir: string;
  /** What switch answers to `engines`, until the signal says to stop; by default that there are none. */
  readonly engines?: (signal: AbortSignal) => unknown;
}

export function threeSubgraphs(options: ThreeSubgraphsOptions): ThreeSubgraphs {
  const { ports, token, dataDir, engines = () => [] } = options;
  const resolvers = {
    madre: madreResolvers,
    switch: {
      Query: {
        engines: (_root: unknown, _args: unknown, { request }: TinyContext) => engines(request.signal),
      },
    },
  };
  const running = new Map<SubgraphName, { readonly served: ServedSubgraph; readonly subgraph: Subgraph }>();
  const urlOf = (name: SubgraphName): string => `http://127.0.0.1:${ports[name]}`;

  async function create(name: SubgraphName): Promise<Subgraph> {
    if (name !== 'operator') return tinySubgraph(readSubgraphSdl(name), resolvers[name]);
    return createSubgraph('operator', {
      clock: systemClock,
      log,
      bus: createInProcessBus(),
      dataDir,
      askMadre: askOverHttp({ service: 'madre', url: urlOf('madre'), subgraphToken: token }),
      askSwitch: askOverHttp({ service: 'switch', url: urlOf('switch'), subgraphToken: token }),
      switchUrl: urlOf('switch'),
      subgraphToken: token,
    });
  }
  async function stop(name: SubgraphName): Promise<void> {
    const one = running.get(name);
    running.delete(name);
    await one?.served.close();
    await one?.subgraph.close();
  }
  return {
    async start(name) {
      const subgraph = await create(name);
      const served = await serveSubgraph(subgraph, { host: '127.0.0.1', port: ports[name], token, log });
      running.set(name, { served, subgraph });
    },
    stop,
    close: () => Promise.all([...running.keys()].map(stop)).then(() => undefined),
  };
}

const SEEN_AT = '2026-01-01T00:00:00.000Z';
const switchService = {
  name: 'switch',
  seq: 1,
  kind: 'ON_DEMAND',
  state: 'READY',
  reason: null,
  observedAt: SEEN_AT,
  holders: [],
};

const madreResolvers = {
  Query: {
    services: () => [switchService],
    powerState: () => ({ policy: 'SOLO_MADRE', activeWindows: [], serverTime: SEEN_AT }),
    featureFlags: () => [],
  },
  Subscription: { serviceChanged: { subscribe: silence } },
};

/** Open until it is left, without an event. */
function silence(): AsyncIterableIterator<never> {
  let leave: () => void = () => undefined;
  const left = new Promise<IteratorReturnResult<undefined>>((resolve) => {
    leave = () => resolve({ done: true, value: undefined });
  });
  return {
    next: () => left,
    return: () => (leave(), left),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
