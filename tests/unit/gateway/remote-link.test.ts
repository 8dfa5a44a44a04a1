import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Server } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { useServer } from 'graphql-ws/use/ws';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { readSubgraphTls } from '../../../gateway/config/subgraph-tls.ts';
import type { LinkRequest } from '../../../gateway/links/link.ts';
import { createRemoteLink } from '../../../gateway/links/remote/remote.ts';
import type { LinkTls } from '../../../gateway/links/remote/tls.ts';
import { systemClock } from '../../../platform/clock.ts';
import { createEnvironmentReader } from '../../../platform/configuration/environment.ts';
import { systemContext } from '../../../platform/request-context.ts';
import { buildSchema } from '../../../platform/graphql/subgraph.ts';
import { freePort } from '../../support/free-port.ts';
import { tempDir } from '../../support/temp-dir.ts';

const QUERY = '{ a }';

function request(query = QUERY): LinkRequest {
  return { query, context: systemContext(new AbortController().signal) };
}

function linkTo(url: string, tls?: LinkTls) {
  const link = createRemoteLink({ service: 'far', url, subgraphToken: 'x', tls, clock: systemClock });
  onTestFinished(() => link.close());
  return link;
}

async function listen(server: Server): Promise<number> {
  const port = await freePort();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return port;
}

describe('a subgraph that goes away', () => {
  /** Cuts off the first requests, then answers; `status` for what is answered. */
  async function cutting(cuts: number) {
    let requests = 0;
    const server = createHttpServer((incoming, response) => {
      requests += 1;
      if (requests <= cuts) return void incoming.socket.destroy();
      response.setHeader('content-type', 'application/json');
      response.end('{"data":{"a":1}}');
    });
    const port = await listen(server);
    return { url: `http://127.0.0.1:${port}`, requests: () => requests };
  }

  test('is asked a query once more', async () => {
    const { url, requests } = await cutting(1);
    expect(await linkTo(url).execute(request())).toEqual({ data: { a: 1 } });
    expect(requests()).toBe(2);
  });

  test('is not asked a third time', async () => {
    const { url, requests } = await cutting(2);
    await expect(linkTo(url).execute(request())).rejects.toMatchObject({ code: 'SERVICE_UNREACHABLE' });
    expect(requests()).toBe(2);
  });

  test('is never asked a mutation again: it may have carried it out', async () => {
    const { url, requests } = await cutting(1);
    await expect(linkTo(url).execute(request('mutation { a }'))).rejects.toMatchObject({
      code: 'SERVICE_UNREACHABLE',
    });
    expect(requests()).toBe(1);
  });

  test('is asked again only where the connection failed, not where the answer is none', async () => {
    let requests = 0;
    const server = createHttpServer((_incoming, response) => {
      requests += 1;
      response.statusCode = 502;
      response.end('bad gateway');
    });
    const port = await listen(server);
    await expect(linkTo(`http://127.0.0.1:${port}`).execute(request())).rejects.toMatchObject({
      code: 'SERVICE_UNREACHABLE',
    });
    expect(requests).toBe(1);
  });
});

describe('its connections', () => {
  /** Answers when it is told to, and counts the connections that were made to it. */
  async function counting() {
    let connections = 0;
    const held: (() => void)[] = [];
    let holds = false;
    const server = createHttpServer((_incoming, response) => {
      const answer = (): void => void response.end('{"data":{"a":1}}');
      if (holds) held.push(answer);
      else answer();
    });
    server.on('connection', () => (connections += 1));
    const port = await listen(server);
    return {
      url: `http://127.0.0.1:${port}`,
      connections: () => connections,
      held,
      hold: () => (holds = true),
    };
  }

  test('are kept: a hundred requests one after the other make two at most', async () => {
    const { url, connections } = await counting();
    const link = linkTo(url);
    for (let count = 0; count < 100; count += 1) await link.execute(request());
    // The second where a request comes before the last answer is wholly read.
    expect(connections()).toBeLessThanOrEqual(2);
  });

  test('are as many as there are requests at a time, and never more than 64', async () => {
    const { url, connections, held, hold } = await counting();
    const link = linkTo(url);
    hold();
    const answers = Array.from({ length: 200 }, () => link.execute(request()));
    await expect.poll(() => held.length).toBe(64);
    expect(connections()).toBe(64);
    while (held.length > 0) {
      held.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
    const release = setInterval(() => held.splice(0).forEach((answer) => answer()), 1);
    expect(await Promise.all(answers)).toHaveLength(200);
    clearInterval(release);
    expect(connections()).toBe(64);
  });
});

describe('mutual TLS', () => {
  /** A certificate authority, and certificates of it for a server and for this gateway. */
  function certificates() {
    const folder = tempDir();
    const openssl = (...args: readonly string[]) =>
      execFileSync('openssl', [...args], { cwd: folder, stdio: 'pipe' });
    const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    openssl(
      'req',
      '-x509',
      ...newKey,
      '-keyout',
      'ca.key',
      '-out',
      'ca.pem',
      '-subj',
      '/CN=ca',
      '-days',
      '2',
    );
    for (const name of ['server', 'gateway']) {
      openssl(
        'req',
        ...newKey,
        '-keyout',
        `${name}.key`,
        '-out',
        `${name}.csr`,
        '-subj',
        `/CN=${name}`,
        '-addext',
        'subjectAltName=IP:127.0.0.1',
      );
      openssl(
        'x509',
        '-req',
        '-in',
        `${name}.csr`,
        '-CA',
        'ca.pem',
        '-CAkey',
        'ca.key',
        '-CAcreateserial',
        '-out',
        `${name}.pem`,
        '-days',
        '2',
        '-copy_extensions',
        'copyall',
      );
    }
    return {
      file: (name: string) => join(folder, name),
      text: (name: string) => readFileSync(join(folder, name), 'utf8'),
    };
  }

  test('shows the certificate of the files to a subgraph that demands one', async () => {
    const { file, text } = certificates();
    const server = createTlsServer(
      { key: text('server.key'), cert: text('server.pem'), ca: text('ca.pem'), requestCert: true },
      (_request, response) => response.end('{"data":{"a":1}}'),
    );
    const url = `https://127.0.0.1:${await listen(server)}`;
    const reader = createEnvironmentReader({
      VX11_SUBGRAPH_CA: file('ca.pem'),
      VX11_SUBGRAPH_CERT: file('gateway.pem'),
      VX11_SUBGRAPH_KEY: file('gateway.key'),
    });
    const tls = readSubgraphTls(reader);
    expect(reader.problems).toEqual([]);
    expect(await linkTo(url, tls).execute(request())).toEqual({ data: { a: 1 } });
    await expect(linkTo(url, { ca: text('ca.pem') }).execute(request())).rejects.toMatchObject({
      code: 'SERVICE_UNREACHABLE',
    });
    await expect(linkTo(url).execute(request())).rejects.toMatchObject({ code: 'SERVICE_UNREACHABLE' });
  });

  test('does so for its streams as well', async () => {
    const { file, text } = certificates();
    const server = createTlsServer({
      key: text('server.key'),
      cert: text('server.pem'),
      ca: text('ca.pem'),
      requestCert: true,
    });
    const schema = buildSchema('type Query { a: Int } type Subscription { a: Int }', {
      Subscription: {
        a: {
          async *subscribe() {
            yield { a: 1 };
          },
        },
      },
    });
    useServer({ schema }, new WebSocketServer({ server }));
    const url = `https://127.0.0.1:${await listen(server)}`;
    const ca = text('ca.pem');
    const own = { cert: readFileSync(file('gateway.pem'), 'utf8'), key: text('gateway.key') };
    const stream = await linkTo(url, { ca, ...own }).subscribe(request('subscription { a }'));
    expect((await stream.next()).value).toEqual({ data: { a: 1 } });
    await stream.return?.();
    for (const lacking of [{ ca }, own])
      await expect(linkTo(url, lacking).subscribe(request('subscription { a }'))).rejects.toMatchObject({
        code: 'SERVICE_UNREACHABLE',
      });
  });

  test('a certificate without its key, or with another one, is refused at the start', () => {
    const { file } = certificates();
    const problemsOf = (env: Record<string, string>) => {
      const reader = createEnvironmentReader(env);
      readSubgraphTls(reader);
      return reader.problems.map(({ path, expected }) => `${path}: ${expected}`);
    };
    expect(problemsOf({ VX11_SUBGRAPH_CERT: file('gateway.pem') })).toEqual([
      'VX11_SUBGRAPH_CERT: to be set together with VX11_SUBGRAPH_KEY',
    ]);
    expect(
      problemsOf({ VX11_SUBGRAPH_CERT: file('gateway.pem'), VX11_SUBGRAPH_KEY: file('server.key') }),
    ).toEqual(['VX11_SUBGRAPH_CERT: certificates and a key in PEM that fit each other']);
  });
});
