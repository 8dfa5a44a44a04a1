import { createServer } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { createLocalLink } from '../../gateway/links/local.ts';
import { createRemoteLink } from '../../gateway/links/remote/remote.ts';
import type { Link, LinkRequest } from '../../gateway/links/link.ts';
import { systemClock } from '../../platform/clock.ts';
import { createExecutor } from '../../platform/graphql/execute.ts';
import { createLogger } from '../../platform/log.ts';
import type { RequestContext } from '../../platform/request-context.ts';
import { serveSubgraph } from '../../platform/graphql/serve-subgraph.ts';
import { createCountingSubgraph, type CountingSubgraph } from '../support/counting-subgraph.ts';
import { freePort } from '../support/free-port.ts';

const log = createLogger('silent', 'test');

interface Setting {
  readonly link: Link;
  readonly subgraph: CountingSubgraph;
  close(): Promise<void>;
}

const implementations: Record<string, () => Promise<Setting>> = {
  local: async () => {
    const subgraph = createCountingSubgraph();
    const link = createLocalLink('counting', createExecutor(subgraph, log));
    return { link, subgraph, close: () => link.close() };
  },
  remote: async () => {
    const subgraph = createCountingSubgraph();
    const server = await serveSubgraph(subgraph, {
      host: '127.0.0.1',
      port: await freePort(),
      token: 'between-us',
      log,
    });
    const link = createRemoteLink({
      service: 'counting',
      url: server.url,
      subgraphToken: 'between-us',
      clock: systemClock,
    });
    return {
      link,
      subgraph,
      async close() {
        await link.close();
        await server.close();
      },
    };
  },
};

function request(query: string, context: Partial<RequestContext> = {}): LinkRequest {
  return {
    query,
    context: {
      correlationId: 'cid-1',
      actor: { name: 'ana', scopes: ['power:write', 'chat:write'] },
      signal: new AbortController().signal,
      ...context,
    },
  };
}

describe.each(Object.entries(implementations))('%s link', (_name, start) => {
  let setting: Setting;
  async function begin(): Promise<Setting> {
    setting = await start();
    return setting;
  }
  afterEach(() => setting.close());

  test('brings correlation id, actor and scopes to the subgraph', async () => {
    const { link } = await begin();
    const result = await link.execute(request('{ who { correlationId actor scopes } }'));
    expect(result).toEqual({
      data: { who: { correlationId: 'cid-1', actor: 'ana', scopes: ['power:write', 'chat:write'] } },
    });
  });

  test('sends variables', async () => {
    const { link } = await begin();
    const result = await link.execute({
      ...request('query ($t: String!) { echo(text: $t) }'),
      variables: { t: 'ñandú' },
    });
    expect(result.data).toEqual({ echo: 'ñandú' });
  });

  test('gives errors of resolvers as results, coded and with their path', async () => {
    const { link } = await begin();
    const result = await link.execute(request('{ refused fails }'));
    expect(result.data).toEqual({ refused: null, fails: null });
    expect(result.errors?.map((error) => [error.path, error.extensions['code'], error.message])).toEqual([
      [['refused'], 'BAD_USER_INPUT', 'not like this'],
      [['fails'], 'INTERNAL_ERROR', expect.not.stringContaining('secret') as unknown],
    ]);
  });

  test('rejects with the reason of a signal that aborts', async () => {
    const { link } = await begin();
    const leaving = new AbortController();
    const answer = link.execute(request('{ never }', { signal: leaving.signal }));
    const reason = new Error('the client left');
    leaving.abort(reason);
    await expect(answer).rejects.toBe(reason);
    await expect(link.execute(request('{ never }', { signal: leaving.signal }))).rejects.toBe(reason);
  });

  test('delivers each event in order, with the subscriber as its actor', async () => {
    const { link, subgraph } = await begin();
    const stream = await link.subscribe(request('subscription { counted { value by } }'));
    await subgraph.whenOpen(1);
    for (const value of [1, 2, 3]) subgraph.publish(value);
    const values = [];
    for (let count = 0; count < 3; count += 1) values.push((await stream.next()).value as unknown);
    expect(values).toEqual([1, 2, 3].map((value) => ({ data: { counted: { value, by: 'ana cid-1' } } })));
    await stream.return?.();
  });

  test('keeps the actors of two streams apart', async () => {
    const { link, subgraph } = await begin();
    const ana = await link.subscribe(request('subscription { counted { by } }'));
    const leo = await link.subscribe(
      request('subscription { counted { by } }', {
        correlationId: 'cid-2',
        actor: { name: 'leo', scopes: [] },
      }),
    );
    await subgraph.whenOpen(2);
    subgraph.publish(1);
    expect((await ana.next()).value).toEqual({ data: { counted: { by: 'ana cid-1' } } });
    expect((await leo.next()).value).toEqual({ data: { counted: { by: 'leo cid-2' } } });
    await Promise.all([ana.return?.(), leo.return?.()]);
  });

  test('ends the upstream exactly once when return() comes during a pending next()', async () => {
    const { link, subgraph } = await begin();
    const stream = await link.subscribe(request('subscription { counted { value } }'));
    await subgraph.whenOpen(1);
    const pending = stream.next();
    await stream.return?.();
    await stream.return?.();
    expect(await pending).toEqual({ done: true, value: undefined });
    await subgraph.whenEnded(1);
    expect(subgraph.streams).toEqual({ open: 0, ended: 1 });
  });

  test('ends the upstream when the signal aborts', async () => {
    const { link, subgraph } = await begin();
    const leaving = new AbortController();
    const stream = await link.subscribe(
      request('subscription { counted { value } }', { signal: leaving.signal }),
    );
    await subgraph.whenOpen(1);
    const pending = stream.next();
    leaving.abort(new Error('the client left'));
    expect((await pending).done).toBe(true);
    await subgraph.whenEnded(1);
    expect(subgraph.streams).toEqual({ open: 0, ended: 1 });
  });

  test('one stream that ends leaves the others', async () => {
    const { link, subgraph } = await begin();
    const [first, second] = [
      await link.subscribe(request('subscription { counted { value } }')),
      await link.subscribe(request('subscription { counted { value } }')),
    ];
    await subgraph.whenOpen(2);
    await first.return?.();
    await subgraph.whenEnded(1);
    subgraph.publish(7);
    expect((await second.next()).value).toEqual({ data: { counted: { value: 7 } } });
    await second.return?.();
  });

  test('throws a coded error where the source breaks, after the events that came before', async () => {
    const { link, subgraph } = await begin();
    const stream = await link.subscribe(request('subscription { counted { value } }'));
    await subgraph.whenOpen(1);
    subgraph.publish(1);
    subgraph.breakStreams();
    expect((await stream.next()).value).toEqual({ data: { counted: { value: 1 } } });
    await expect(stream.next()).rejects.toMatchObject({
      extensions: { code: 'INTERNAL_ERROR', correlationId: 'cid-1' },
    });
  });

  test("a subgraph's refusal of a stream keeps its code", async () => {
    const { link } = await begin();
    const firstEvent = link
      .subscribe(request('subscription { refusedStream { value } }'))
      .then((stream) => stream.next());
    await expect(firstEvent).rejects.toMatchObject({
      message: 'no such stream',
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  test('close() ends every stream and is idempotent', async () => {
    const { link, subgraph } = await begin();
    const stream = await link.subscribe(request('subscription { counted { value } }'));
    await subgraph.whenOpen(1);
    const pending = stream.next().then(
      (step) => step.done,
      () => true,
    );
    await link.close();
    await link.close();
    expect(await pending).toBe(true);
    await subgraph.whenEnded(1);
  });
});

describe('remote link to nowhere', () => {
  async function toNowhere(limitMs?: number): Promise<{ readonly link: Link; readonly url: string }> {
    const url = `http://127.0.0.1:${await freePort()}`;
    const limit = limitMs === undefined ? {} : { limitMs };
    return {
      url,
      link: createRemoteLink({ service: 'madre', url, subgraphToken: 't', clock: systemClock, ...limit }),
    };
  }

  test('says which service is unreachable, where, and why', async () => {
    const { link, url } = await toNowhere();
    const expected = {
      message: expect.stringContaining(`madre does not answer at ${url}: connect ECONNREFUSED`) as unknown,
    };
    await expect(link.execute(request('{ who { actor } }'))).rejects.toMatchObject({
      ...expected,
      extensions: { code: 'SERVICE_UNREACHABLE', service: 'madre', url },
    });
    await expect(link.subscribe(request('subscription { counted { value } }'))).rejects.toMatchObject({
      ...expected,
      extensions: { code: 'SERVICE_UNREACHABLE' },
    });
    await link.close();
  });

  test('ends with DEADLINE_EXCEEDED where something listens and never answers', async () => {
    const silent = createServer((socket) => void socket.on('error', () => undefined));
    const port = await freePort();
    silent.listen(port, '127.0.0.1');
    await once(silent, 'listening');
    const link = createRemoteLink({
      service: 'madre',
      url: `http://127.0.0.1:${port}`,
      subgraphToken: 't',
      clock: systemClock,
      limitMs: 100,
    });
    await expect(link.execute(request('{ who { actor } }'))).rejects.toMatchObject({
      extensions: { code: 'DEADLINE_EXCEEDED', what: 'madre', limitMs: 100 },
    });
    await link.close();
    silent.close();
  });

  test('tells a wrong subgraph token as unreachable, not as the fault of the client', async () => {
    const subgraph = createCountingSubgraph();
    const server = await serveSubgraph(subgraph, {
      host: '127.0.0.1',
      port: await freePort(),
      token: 'right',
      log,
    });
    const link = createRemoteLink({
      service: 'counting',
      url: server.url,
      subgraphToken: 'wrong',
      clock: systemClock,
    });
    await expect(link.execute(request('{ who { actor } }'))).rejects.toMatchObject({
      extensions: { code: 'SERVICE_UNREACHABLE' },
    });
    await expect(link.subscribe(request('subscription { counted { value } }'))).rejects.toMatchObject({
      extensions: { code: 'SERVICE_UNREACHABLE' },
    });
    await link.close();
    await server.close();
  });

  test('comes back by itself, and a stream of before the break is not silently begun anew', async () => {
    const port = await freePort();
    const serve = async () => {
      const subgraph = createCountingSubgraph();
      return {
        subgraph,
        server: await serveSubgraph(subgraph, { host: '127.0.0.1', port, token: 't', log }),
      };
    };
    const first = await serve();
    const link = createRemoteLink({
      service: 'counting',
      url: first.server.url,
      subgraphToken: 't',
      clock: systemClock,
    });
    const before = await link.subscribe(request('subscription { counted { value } }'));
    await first.subgraph.whenOpen(1);
    const broken = expect(before.next()).rejects.toMatchObject({
      extensions: { code: 'SERVICE_UNREACHABLE' },
    });
    await first.server.close();
    await broken;

    const second = await serve();
    const after = await link.subscribe(request('subscription { counted { value } }'));
    await second.subgraph.whenOpen(1);
    second.subgraph.publish(5);
    expect((await after.next()).value).toEqual({ data: { counted: { value: 5 } } });
    expect(second.subgraph.streams.open).toBe(1);
    await link.close();
    await second.server.close();
  });
});
