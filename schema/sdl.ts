import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { packageRoot } from './package-root.ts';

export type SubgraphName = 'madre' | 'operator' | 'switch';
export const subgraphNames: readonly SubgraphName[] = ['madre', 'operator', 'switch'];

/** The composed schema that the gateway serves by default; `npm run generate` makes it. */
export const supergraphFile = fileURLToPath(new URL('schema/generated/supergraph.graphql', packageRoot));

/** The same as clients see it, for generators and editors. */
export const apiSchemaFile = fileURLToPath(new URL('schema/generated/api.graphql', packageRoot));

/** How each @resumable field is resumed, for the client package. */
export const resumableFieldsFile = fileURLToPath(new URL('client/generated/resumable.ts', packageRoot));

export function readSubgraphSdl(name: SubgraphName): string {
  return readFileSync(new URL(`schema/${name}.graphql`, packageRoot), 'utf8');
}
