import { ApolloGateway, LocalGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { execute, parse } from 'graphql';
import { limitOperation } from '../../gateway/door/operation/operation-limit.ts';
import { createGraph } from '../../gateway/graph.ts';
import { createLocalLink } from '../../gateway/links/local.ts';
import { startApollo } from '../../gateway/apollo.ts';
import type { OperationContext } from '../../gateway/plugins/context.ts';
import { systemClock } from '../../platform/clock.ts';
import { createExecutor } from '../../platform/graphql/execute.ts';
import type { Subgraph } from '../../platform/graphql/subgraph.ts';
import { createLogger } from '../../platform/log.ts';
import { composed } from '../../tests/support/federation.ts';
import { mergedShopSchema, shopSchema, shopSdl } from '../gateway-query/shop.ts';

export interface PlainAnswer {
  readonly data?: unknown;
  readonly errors?: readonly object[] | undefined;
}

/** One way to answer a query over the four subgraphs, all of them in this process. */
export interface Contender {
  readonly name: string;
  ask(query: string): Promise<PlainAnswer>;
  stop(): Promise<void>;
}

const log = createLogger('silent', 'bench');
const QUERY_DEADLINE_MS = 30_000;
const MUTATION_DEADLINE_MS = 130_000;

export async function startContenders(): Promise<readonly Contender[]> {
  return [await ours(), await stock(), merged()];
}

async function ours(): Promise<Contender> {
  const supergraphSdl = composed(shopSdl, (name) => `http://${name}.local`);
  const links = Object.fromEntries(
    Object.keys(shopSdl).map((name) => [name, createLocalLink(name, createExecutor(embedded(name), log))]),
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

async function stock(): Promise<Contender> {
  const gateway = new ApolloGateway({
    supergraphSdl: composed(shopSdl, (name) => `http://${name}.local`),
    buildService: ({ name }) => new LocalGraphQLDataSource(shopSchema(name)),
  });
  const server = new ApolloServer({ gateway, stopOnTerminationSignals: false });
  await server.start();
  return {
    name: '@apollo/gateway 2.14.4, Apollo Server 5.5.1',
    ask: async (query) => single(await server.executeOperation({ query })),
    stop: () => server.stop(),
  };
}

/** No gateway and no server: what executing alone takes, with the operation parsed and validated beforehand. */
function merged(): Contender {
  const schema = mergedShopSchema();
  const documents = new Map<string, ReturnType<typeof parse>>();
  return {
    name: 'graphql-js 16.15.0, one merged schema',
    async ask(query) {
      const document = documents.get(query) ?? parse(query);
      documents.set(query, document);
      return execute({ schema, document });
    },
    stop: () => Promise.resolve(),
  };
}

function embedded(name: string): Subgraph {
  return {
    name,
    schema: shopSchema(name),
    contextFor: (request) => ({ request }),
    readiness: () => ({ ready: true }),
    close: () => Promise.resolve(),
  };
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
