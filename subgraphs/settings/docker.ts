import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import type { EnvironmentReader } from '../../platform/configuration/environment.ts';
import type { MadreOptions } from '../options.ts';
import { variables } from '../variables.ts';

type DockerSettings = Pick<MadreOptions, 'dockerHost' | 'dockerCertPath'>;

/** In the folder that DOCKER_CERT_PATH names, as the docker command has them. */
const FILES = ['ca.pem', 'cert.pem', 'key.pem'];
const EXPECTED = `a folder with ${FILES.join(', ')} that can be read`;

/** Where the engine answers, and with which certificates; the same for madre inside the gateway and for madre alone. */
export function readDocker(reader: EnvironmentReader): DockerSettings {
  const dockerHost = reader.read('DOCKER_HOST', variables.DOCKER_HOST);
  const isVerified = reader.read('DOCKER_TLS_VERIFY', variables.DOCKER_TLS_VERIFY) !== undefined;
  const folder = reader.path('DOCKER_CERT_PATH');
  // A socket of this machine needs none, whatever else is set.
  if (dockerHost === undefined || !/^(tcp|https):/.test(dockerHost))
    return { dockerHost, dockerCertPath: undefined };
  const report = (found: string, why = ''): unknown =>
    reader.problems.push({ file: 'environment', path: 'DOCKER_CERT_PATH', expected: EXPECTED + why, found });
  if (folder === undefined && isVerified) report('nothing', ', because DOCKER_TLS_VERIFY is set');
  for (const file of folder === undefined ? [] : FILES.map((name) => join(folder, name))) {
    const problem = whyUnreadable(file);
    if (problem !== undefined) report(`${file} (${problem})`);
  }
  return { dockerHost, dockerCertPath: folder };
}

function whyUnreadable(file: string): string | undefined {
  try {
    accessSync(file, constants.R_OK);
    return undefined;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}
