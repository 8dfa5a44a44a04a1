import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** With which an engine behind TLS is known, and knows us. PEM. */
export interface EngineCertificates {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** From a folder as the docker command has it. */
export function readCertificates(folder: string): EngineCertificates {
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  return { ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem') };
}
