import { ApolloGateway, LocalGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startApollo } from '../../gateway/apollo.ts';
import { limitOperation } from '../../gateway/door/operation/operation-limit.ts';
import { createGraph } from '../../gateway/graph.ts';
import { createLocalLink } from '../../gateway/links/local.ts';
import type { OperationContext } from '../../gateway/plugins/context.ts';
import { systemClock } from '../../platform/clock.ts';
import { createExecutor } from '../../platform/graphql/execute.ts';
import type { Subgraph } from '../../platform/graphql/subgraph.ts';
import { createLogger } from '../../platform/log.ts';

export interface PlainAnswer {
  readonly data?: unknown;
  readonly errors?: readonly object[] | undefined;
}

/** One way to answer a query over subgraphs that are all in this process. */
export interface Contender {
  readonly name: string;
  ask(query: string): Promise<PlainAnswer>;
  stop(): Promise<void>;
}

/** What both gateways serve. */
export interface Federation {
  readonly supergraphSdl: string;
  readonly subgraphs: readonly Subgraph[];
}

const log = createLogger('silent', 'bench');
const QUERY_DEADLINE_MS = 30_000;
const MUTATION_DEADLINE_MS = 130_000;

export async function startOurs({ supergraphSdl, subgraphs }: Federation): Promise<Contender> {
  const links = Object.fromEntries(
    subgraphs.map((subgraph) => [
      subgraph.name,
      createLocalLink(subgraph.name, createExecutor(subgraph, log)),
    ]),
  );
  const graph = await createGraph({ supergraphSdl, links, log });
  const server = await startApollo({ gateway: graph.gateway, log, mutationDeadlineMs: MUTATION_DEADLINE_MS });
  return {
    name: 'tentaculo_link',
    ask: async (query) =>
      single(await server.executeOperation({ query }, { contextValue: operationContext() })),
    async stop() {
      await server.stop();
      await graph.close();
    },
  };
}

export async function startStock({ supergraphSdl, subgraphs }: Federation): Promise<Contender> {
  const gateway = new ApolloGateway({
    // It refuses a supergraph whose rules it does not enforce.
    supergraphSdl: supergraphSdl.replaceAll(', for: SECURITY', ''),
    buildService({ name }) {
      const subgraph = subgraphs.find((one) => one.name === name);
      if (subgraph === undefined) throw new Error(`there is no subgraph ${name}`);
      return new EmbeddedDataSource(subgraph);
    },
  });
  const server = new ApolloServer<OperationContext>({ gateway, stopOnTerminationSignals: false });
  await server.start();
  return {
    name: '@apollo/gateway 2.14.4, Apollo Server 5.5.1',
    ask: async (query) =>
      single(await server.executeOperation({ query }, { contextValue: operationContext() })),
    stop: () => server.stop(),
  };
}

/** Gives the subgraph the context value that it expects. */
class EmbeddedDataSource extends LocalGraphQLDataSource<OperationContext> {
  readonly #subgraph: Subgraph;

  constructor(subgraph: Subgraph) {
    super(subgraph.schema);
    this.#subgraph = subgraph;
  }

  override process(asked: Parameters<LocalGraphQLDataSource<OperationContext>['process']>[0]) {
    const context = this.#subgraph.contextFor(operationContext().request) as OperationContext;
    return super.process({ ...asked, context });
  }
}

/** With the deadline that every operation has. */
function operationContext(): OperationContext {
  const limit = limitOperation(systemClock, QUERY_DEADLINE_MS);
  const actor = { name: 'bench', scopes: ['*'] };
  return { limit, request: { correlationId: 'bench', actor, signal: limit.signal } };
}

type Answer = Awaited<ReturnType<ApolloServer['executeOperation']>>;
function single({ body }: Answer): PlainAnswer {
  if (body.kind !== 'single') throw new Error('the answer came in parts');
  return body.singleResult;
}
