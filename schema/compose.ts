import { composeServices } from '@apollo/composition';
import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse, printSchema } from 'graphql';
import { writeResumableFields } from './resumable-fields.ts';
import { apiSchemaFile, readSubgraphSdl, resumableFieldsFile, subgraphNames, supergraphFile } from './sdl.ts';

/** The supergraph of the three SDL files, or one error that lists every composition problem. */
export function composeSupergraph(): string {
  const result = composeServices(
    subgraphNames.map((name) => ({ name, url: `local://${name}`, typeDefs: parse(readSubgraphSdl(name)) })),
  );
  if (result.errors !== undefined) {
    throw new Error(
      ['the subgraphs do not compose:', ...result.errors.map((error) => `  - ${error.message}`)].join('\n'),
    );
  }
  return `${result.supergraphSdl}\n`;
}

/** What clients see of it: the types without the federation's own. Typed documents are generated from this. */
export function apiSchemaOf(supergraphSdl: string): string {
  const supergraph = Supergraph.build(supergraphSdl, {
    supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  });
  return `${printSchema(supergraph.apiSchema().toGraphQLJSSchema())}\n`;
}

// Imported by tests too; import.meta.url has symbolic links resolved, the command line has not.
if (realpathSync(process.argv[1] ?? '.') === fileURLToPath(import.meta.url)) {
  const supergraph = composeSupergraph();
  mkdirSync(new URL('.', `file://${supergraphFile}`), { recursive: true });
  writeFileSync(supergraphFile, supergraph);
  writeFileSync(apiSchemaFile, apiSchemaOf(supergraph));
  mkdirSync(new URL('.', `file://${resumableFieldsFile}`), { recursive: true });
  writeFileSync(resumableFieldsFile, writeResumableFields(supergraph));
  console.log(
    `composed ${subgraphNames.join(', ')} into schema/generated/supergraph.graphql and api.graphql`,
  );
}
