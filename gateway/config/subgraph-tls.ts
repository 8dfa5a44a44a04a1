import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { EnvironmentReader } from '../../platform/configuration/environment.ts';
import type { LinkTls } from '../links/remote/tls.ts';

/** For subgraphs at https addresses: whose certificates count, and the gateway's own. Undefined where nothing is set. */
export function readSubgraphTls(reader: EnvironmentReader): LinkTls | undefined {
  const ca = textOf(reader, 'VX11_SUBGRAPH_CA');
  const cert = textOf(reader, 'VX11_SUBGRAPH_CERT');
  const key = textOf(reader, 'VX11_SUBGRAPH_KEY');
  if ((cert === undefined) !== (key === undefined))
    refuse(reader, 'VX11_SUBGRAPH_CERT', 'to be set together with VX11_SUBGRAPH_KEY', 'only one of them');
  const tls: LinkTls = {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined || key === undefined ? {} : { cert, key }),
  };
  if (Object.keys(tls).length === 0) return undefined;
  try {
    createSecureContext(tls);
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    refuse(reader, 'VX11_SUBGRAPH_CERT', 'certificates and a key in PEM that fit each other', found);
  }
  return tls;
}

function textOf(reader: EnvironmentReader, name: string): string | undefined {
  const file = reader.file(name);
  return file === undefined ? undefined : readFileSync(file, 'utf8');
}

function refuse({ problems }: EnvironmentReader, path: string, expected: string, found: string): void {
  problems.push({ file: 'environment', path, expected, found });
}
