import { composeServices } from '@apollo/composition';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'graphql';
import { readSubgraphSdl, subgraphNames, supergraphFile } from './sdl.ts';

/** The supergraph of the three SDL files, or one error that lists every composition problem. */
export function composeSupergraph(): string {
  const result = composeServices(
    subgraphNames.map((name) => ({ name, url: `local://${name}`, typeDefs: parse(readSubgraphSdl(name)) })),
  );
  if (result.errors !== undefined) {
    throw new Error(['the subgraphs do not compose:', ...result.errors.map((error) => `  - ${error.message}`)].join('\n'));
  }
  return `${result.supergraphSdl}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(new URL('.', `file://${supergraphFile}`), { recursive: true });
  writeFileSync(supergraphFile, composeSupergraph());
  console.log(`composed ${subgraphNames.join(', ')} into schema/generated/supergraph.graphql`);
}
