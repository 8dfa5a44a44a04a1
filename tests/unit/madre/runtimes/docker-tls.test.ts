import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../../platform/clock.ts';
import { ConfigurationError } from '../../../../platform/configuration/configuration-error.ts';
import { readConfig } from '../../../../gateway/config.ts';
import { connectEngine } from '../../../../subgraphs/madre/runtimes/docker/engine/docker-engine.ts';
import { readServeConfig } from '../../../../subgraphs/serve-config.ts';
import { makeCertificates } from '../../../support/certificates.ts';
import { freePort } from '../../../support/free-port.ts';
import { missing } from '../../../support/requirements.ts';
import { tempDir } from '../../../support/temp-dir.ts';

const { signal } = new AbortController();
const names = ['ca.pem', 'cert.pem', 'key.pem'];

describe.skipIf(await missing('openssl'))('an engine behind TLS', () => {
  it('is asked with the certificate that DOCKER_CERT_PATH names', async () => {
    const certificates = makeCertificates();
    const { port } = await startEngine(certificates);
    expect(await versionOf(port, certificates)).toBe('27.0.0');
  });

  it('is not believed where another one vouches for it', async () => {
    const { port } = await startEngine(makeCertificates());
    await expect(versionOf(port, makeCertificates())).rejects.toThrow('certificate');
  });

  it('refuses who shows none', async () => {
    const { port } = await startEngine(makeCertificates());
    const engine = connectEngine({
      ...{ clock: systemClock, project: 'vx11' },
      dockerHost: `tcp://127.0.0.1:${port}`,
    });
    await expect(engine.version(signal)).rejects.toThrow();
  });
});

describe.each([
  ['the gateway', (env: Env) => readConfig(env)],
  ['madre alone', (env: Env) => readServeConfig(['madre'], { ...env, VX11_SUBGRAPH_TOKEN: 's' })],
])('%s', (_title, read) => {
  const host = { DOCKER_HOST: 'tcp://10.0.0.2:2376' };

  it('takes the folder of the certificates', () => {
    const folder = folderOf(names);
    const env = { ...host, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: folder };
    expect(read(env)).toMatchObject({ dockerHost: host.DOCKER_HOST, dockerCertPath: folder });
  });

  it.each(names)('does not start where %s is missing, and says so', (name) => {
    const folder = folderOf(names);
    const file = join(folder, name);
    rmSync(file);
    expect(() => read({ ...host, DOCKER_CERT_PATH: folder })).toThrow(ConfigurationError);
    expect(() => read({ ...host, DOCKER_CERT_PATH: folder })).toThrow(
      `DOCKER_CERT_PATH: expected a folder with ca.pem, cert.pem, key.pem that can be read, found ${file} (ENOENT)`,
    );
  });

  it('wants a folder where it shall verify', () => {
    expect(() => read({ ...host, DOCKER_TLS_VERIFY: '1' })).toThrow(
      'because DOCKER_TLS_VERIFY is set, found nothing',
    );
  });

  it('asks for none where the engine is on this machine', () => {
    const env = { DOCKER_HOST: 'unix:///run/docker.sock', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/none' };
    expect(read(env).dockerCertPath).toBeUndefined();
  });
});

function folderOf(files: readonly string[]): string {
  const folder = tempDir();
  for (const file of files) writeFileSync(join(folder, file), 'text');
  return folder;
}

type Env = Readonly<Record<string, string>>;

function versionOf(port: number, dockerCertPath: string): Promise<string> {
  const dockerHost = `tcp://127.0.0.1:${port}`;
  return connectEngine({ clock: systemClock, project: 'vx11', dockerHost, dockerCertPath }).version(signal);
}

/** Answers only those whose certificate it knows, and only what its version is. */
async function startEngine(certificates: string): Promise<{ readonly port: number }> {
  const [ca, cert, key] = names.map((name) => readFileSync(join(certificates, name)));
  const server = createServer(
    { ca, cert, key, requestCert: true, rejectUnauthorized: true },
    (request, response) => {
      const isAsked = request.url?.endsWith('/version') === true;
      response.writeHead(isAsked ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(isAsked ? { Version: '27.0.0' } : { message: 'only /version' }));
    },
  );
  const port = await freePort();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port };
}
