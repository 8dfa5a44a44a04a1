import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { Config } from '../../../gateway/config.ts';
import { endpointOf, readCertificates } from '../../../subgraphs/index.ts';
import { fails, ok, skipped, type Check } from '../check.ts';

const ANSWER_LIMIT_MS = 3_000;
const LONGEST_ANSWER = 64 * 1024;

/** Whether the engine that starts containers answers. Where none is needed its absence is no failure. */
export async function checkDocker(config: Config, signal: AbortSignal): Promise<Check> {
  const { runtime, dockerHost, dockerCertPath } = config;
  if (runtime === 'process' || runtime === 'memory')
    return skipped('docker', `not used: VX11_RUNTIME is ${runtime}`);
  const where = dockerHost ?? 'its own socket';
  try {
    const certificates = dockerCertPath === undefined ? undefined : readCertificates(dockerCertPath);
    const version = versionIn(await ask(endpointOf(dockerHost, certificates), signal));
    return ok('docker', `engine ${version} at ${where}`);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (runtime === 'auto') return skipped('docker', `none at ${where} (${why}): services run as processes`);
    return fails(
      'docker',
      `no engine at ${where} (${why})`,
      'Start Docker, allow this user its socket, or set DOCKER_HOST.',
    );
  }
}

/** What it answers at /version, of which only the beginning matters. */
function ask(endpoint: ReturnType<typeof endpointOf>, signal: AbortSignal): Promise<string> {
  const request = 'protocol' in endpoint && endpoint.protocol === 'https' ? requestSecure : requestPlain;
  const { protocol: _protocol, ...target } = { protocol: undefined, ...endpoint };
  const options = {
    ...target,
    path: '/version',
    signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_LIMIT_MS)]),
  };
  return new Promise((resolve, reject) => {
    const asked = request(options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        if (text.length < LONGEST_ANSWER) text += chunk;
      });
      response.once('error', reject);
      response.once('end', () => resolve(text));
    });
    asked.once('error', reject);
    asked.end();
  });
}

function versionIn(text: string): string {
  const found = /"Version"\s*:\s*"([^"]{1,40})"/.exec(text)?.[1];
  if (found === undefined) throw new Error('what answers is no Docker engine');
  return found;
}
