import { execute, parse } from 'graphql';
import { composed } from '../../tests/support/federation.ts';
import { mergedShopSchema, shopSchema, shopSdl } from '../gateway-query/shop.ts';
import type { Contender, Federation } from './contenders.ts';

export const shop: Federation = {
  supergraphSdl: composed(shopSdl, (name) => `http://${name}.local`),
  subgraphs: Object.keys(shopSdl).map((name) => ({
    name,
    schema: shopSchema(name),
    contextFor: (request) => ({ request }),
    readiness: () => ({ ready: true }),
    close: () => Promise.resolve(),
  })),
};

/** No gateway and no server: what executing alone takes, with the operation parsed and validated beforehand. */
export function startMerged(): Contender {
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
