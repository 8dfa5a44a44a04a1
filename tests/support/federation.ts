import { composeServices } from '@apollo/composition';
import { parse, validate, type ExecutionResult } from 'graphql';
import { createLocalLink } from '../../gateway/links/local.ts';
import type { Link } from '../../gateway/links/link.ts';
import { loadSupergraph } from '../../gateway/supergraph.ts';
import { createExecutor } from '../../platform/graphql/execute.ts';
import { createLogger } from '../../platform/log.ts';
import { tinySubgraph } from './tiny-subgraph.ts';

/** SDL and resolvers by subgraph. The SDL begins with the directives it needs; `@link` is added where it has none. */
export type Parts = Readonly<Record<string, readonly [sdl: string, resolvers: object]>>;

export interface Federation {
  /** Validates and runs; what a client would get, errors in the form of the wire. */
  ask(query: string, variables?: Readonly<Record<string, unknown>>): Promise<Answer>;
  /** The subgraphs asked since the last `ask` began, in order. */
  readonly asked: readonly string[];
  /** What they were asked, in the same order. */
  readonly sent: readonly { readonly query: string; readonly variables: Readonly<Record<string, unknown>> }[];
  /** From now on the subgraph answers this, or fails with it. */
  answerWith(subgraph: string, answer: ExecutionResult | Error): void;
}

export interface Answer {
  readonly data: unknown;
  readonly errors?: readonly { readonly path?: readonly (string | number)[]; readonly code?: unknown }[];
}

const IMPORTS = [
  ...['@key', '@external', '@requires', '@provides', '@shareable', '@override', '@inaccessible'],
  ...['@interfaceObject', '@extends', '@tag'],
];

export function fed2(sdl: string): string {
  const imports = IMPORTS.map((name) => `"${name}"`).join(', ');
  return `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${imports}])\n${sdl}`;
}

export function composed(
  sdls: Readonly<Record<string, string>>,
  urlOf: (name: string) => string = (name) => `http://${name}.test`,
): string {
  const services = Object.entries(sdls).map(([name, sdl]) => ({
    name,
    url: urlOf(name),
    typeDefs: parse(sdl),
  }));
  const result = composeServices(services);
  if (result.errors !== undefined) throw new Error(result.errors.map(({ message }) => message).join('\n'));
  return result.supergraphSdl;
}

/** A supergraph over small subgraphs in this process. SDL of federation 1 is taken as it is; other is fed2's. */
export async function federate(parts: Parts): Promise<Federation> {
  const log = createLogger('silent', 'test');
  const asked: string[] = [];
  const sent: { query: string; variables: Readonly<Record<string, unknown>> }[] = [];
  const replaced = new Map<string, ExecutionResult | Error>();
  const links = Object.entries(parts).map(([name, [sdl, resolvers]]): [string, Link] => {
    const link = createLocalLink(name, createExecutor(tinySubgraph(sdl, resolvers), log));
    const execute: Link['execute'] = async (request) => {
      asked.push(name);
      sent.push({ query: request.query, variables: structuredClone(request.variables ?? {}) });
      const answer = replaced.get(name);
      if (answer instanceof Error) throw answer;
      // As over a wire: what the gateway does with the answer is nothing to the subgraph.
      return answer ?? (await link.execute(structuredCloned(request)));
    };
    return [name, { ...link, execute }];
  });
  const sdls = Object.fromEntries(Object.entries(parts).map(([name, [sdl]]) => [name, sdl]));
  const supergraph = await loadSupergraph({
    sdl: composed(sdls),
    links: Object.fromEntries(links),
    log,
    showSubgraphErrors: true,
  });
  return {
    asked,
    sent,
    answerWith: (subgraph, answer) => void replaced.set(subgraph, answer),
    async ask(query, variables = {}) {
      asked.length = 0;
      sent.length = 0;
      const document = parse(query);
      const [invalid] = validate(supergraph.apiSchema, document);
      if (invalid !== undefined) throw invalid;
      const { data, errors } = await supergraph.execute({
        document,
        query,
        variables,
        operationName: undefined,
        context: {
          correlationId: 'cid',
          actor: { name: 'ana', scopes: ['*'] },
          signal: new AbortController().signal,
        },
      });
      if (errors === undefined) return { data };
      return {
        data,
        errors: errors.map(({ path, extensions }) => ({
          ...(path === undefined ? {} : { path }),
          ...(extensions['code'] === undefined ? {} : { code: extensions['code'] }),
        })),
      };
    },
  };
}

function structuredCloned<Request extends { readonly variables?: Readonly<Record<string, unknown>> }>(
  request: Request,
): Request {
  return { ...request, variables: structuredClone(request.variables ?? {}) };
}
