import type { EngineCertificates } from './docker-certificates.ts';

/** How the engine is reached, in the words of its client library. */
export type EngineEndpoint =
  /** `host` is given as undefined, or the library would take one from the environment. */
  | { readonly socketPath: string; readonly host: undefined }
  | {
      readonly protocol: 'http' | 'https';
      readonly host: string;
      readonly port: number;
      /** Given as undefined where there are none, or the library would take those of the environment. */
      readonly ca: string | undefined;
      readonly cert: string | undefined;
      readonly key: string | undefined;
    };

export const DEFAULT_DOCKER_HOST = 'unix:///var/run/docker.sock';

/**
 * DOCKER_HOST as the docker command takes it, ssh apart. With certificates it is reached by TLS, and they are verified. Connects to
 * nothing; throws where it is of no use.
 */
export function endpointOf(
  dockerHost = DEFAULT_DOCKER_HOST,
  certificates?: EngineCertificates,
): EngineEndpoint {
  const socket = /^(?:unix|npipe):\/\/(.+)$/.exec(dockerHost)?.[1];
  if (socket !== undefined) return { socketPath: socket, host: undefined };
  const url = new URL(dockerHost);
  if (!['tcp:', 'http:', 'https:'].includes(url.protocol)) {
    throw new Error(
      `DOCKER_HOST must be a unix://, npipe:// or tcp:// address, got ${dockerHost}; the socket of an engine behind ssh can be forwarded with ssh -L`,
    );
  }
  const isSecure = url.protocol === 'https:' || certificates !== undefined;
  return {
    protocol: isSecure ? 'https' : 'http',
    host: url.hostname.replaceAll(/[[\]]/g, ''),
    port: url.port === '' ? (isSecure ? 2_376 : 2_375) : Number(url.port),
    ca: certificates?.ca,
    cert: certificates?.cert,
    key: certificates?.key,
  };
}
