import { graphql, type GraphQLSchema } from 'graphql';
import { createServer, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { shopSchema, shopSdl } from './shop.ts';

/**
 * The four subgraphs in a process of their own. What was asked once is answered from memory, so that a bench of gateways measures
 * gateways. Tells its parent the addresses, and the number of calls since the last time whenever it is asked.
 */
let calls = 0;
const urls: Record<string, string> = {};
for (const name of Object.keys(shopSdl)) urls[name] = await serve(shopSchema(name));
process.on('message', () => {
  process.send?.({ calls });
  calls = 0;
});
process.on('disconnect', () => process.exit(0));
process.send?.({ urls });

async function serve(schema: GraphQLSchema): Promise<string> {
  const known = new Map<string, string>();
  const server = createServer((request, response) => {
    void answer(request).then((text) => {
      response.setHeader('content-type', 'application/json');
      response.end(text);
    });
  });
  server.keepAliveTimeout = 60_000;
  async function answer(request: IncomingMessage): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    calls += 1;
    const kept = known.get(body);
    if (kept !== undefined) return kept;
    const { query, variables } = JSON.parse(body) as {
      readonly query: string;
      readonly variables?: Record<string, unknown>;
    };
    const text = JSON.stringify(await graphql({ schema, source: query, variableValues: variables ?? {} }));
    known.set(body, text);
    return text;
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}
