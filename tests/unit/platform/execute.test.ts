import type { ExecutionResult } from 'graphql';
import { describe, expect, it } from 'vitest';
import { CodedError } from '../../../platform/errors.ts';
import { createExecutor } from '../../../platform/graphql/execute.ts';
import { systemContext } from '../../../platform/request-context.ts';
import { createBoundedQueue } from '../../../platform/bounded-queue.ts';
import { fragmentsInFragments } from '../../support/deep-documents.ts';
import { recordingLog } from '../../support/recording-log.ts';
import { tinySubgraph, type TinyContext } from '../../support/tiny-subgraph.ts';

const SDL = /* GraphQL */ `
  type Query {
    hello(name: String! = "world"): String!
    context: Int!
    actor: String
    coded: String
    broken: String
    brokenList: [String]
    never: String
  }
  type Subscription {
    tick: Tick!
    refused: Int
    broken: Int
  }
  type Tick {
    number: Int!
    context: Int!
    fails: String
  }
`;

function setUp() {
  const shared = new Error('the database is at /secret/path');
  const events = createBoundedQueue<{ number: number }>({
    limit: 10,
    overflow: { policy: 'drop-oldest' },
    onClose: () => (ended.count += 1),
  });
  const ended = { count: 0 };
  const context = (_parent: unknown, _args: unknown, { contextNumber }: TinyContext): number => contextNumber;
  const subgraph = tinySubgraph(SDL, {
    Query: {
      hello: (_parent: unknown, { name }: { name: string }) => `hello ${name}`,
      context,
      actor: (_parent: unknown, _args: unknown, { request }: TinyContext) => request.actor.name,
      coded: () => {
        throw new CodedError('SERVICE_ASLEEP', { service: 'switch' });
      },
      broken: () => {
        throw shared;
      },
      brokenList: () => [Promise.reject(shared), Promise.reject(shared)],
      never: () => new Promise(() => undefined),
    },
    Subscription: {
      tick: { subscribe: () => events, resolve: (event: unknown) => event },
      refused: {
        subscribe: () => {
          throw new CodedError('BAD_USER_INPUT', { problem: 'no such thing' });
        },
      },
      broken: {
        subscribe: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(shared) }) }),
      },
    },
    Tick: {
      context,
      fails: () => {
        throw shared;
      },
    },
  });
  const { log, lines } = recordingLog();
  const abort = new AbortController();
  const requestContext = systemContext(abort.signal, 'request-1');
  const executor = createExecutor(subgraph, log);
  return {
    abort,
    events,
    ended,
    lines,
    ask: (query: string, variables?: Record<string, unknown>) =>
      executor.execute({ query, context: requestContext, ...(variables === undefined ? {} : { variables }) }),
    listen: (query: string) => executor.subscribe({ query, context: requestContext }),
  };
}

function codesOf(result: { errors?: readonly { extensions: Record<string, unknown> }[] }): unknown[] {
  return (result.errors ?? []).map((error) => error.extensions['code']);
}

async function nextOf(stream: AsyncIterator<ExecutionResult, unknown>): Promise<ExecutionResult> {
  const step = await stream.next();
  if (step.done === true) throw new Error('the stream has ended');
  return step.value;
}

describe('execute', () => {
  it('answers, with the context of the request', async () => {
    const { ask } = setUp();
    expect(await ask('query($name: String!) { hello(name: $name) actor }', { name: 'Ada' })).toEqual({
      data: { hello: 'hello Ada', actor: 'system' },
    });
  });

  it.each([
    ['{ hello', 'GRAPHQL_PARSE_FAILED'],
    ['{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['query($n: String!) { hello(name: $n) }', 'BAD_USER_INPUT'],
    ['query($n: String) { hello(name: $n) }', 'BAD_USER_INPUT', { n: null }],
    ['query A { context } query B { context }', 'BAD_USER_INPUT'],
    ['subscription { refused }', 'BAD_USER_INPUT'],
    ['{ coded }', 'SERVICE_ASLEEP'],
    ['{ broken }', 'INTERNAL_ERROR'],
  ])(
    'answers %j with %s and the correlation id',
    async (query, code, variables?: Record<string, unknown>) => {
      const { ask } = setUp();
      const result = await ask(query, variables);
      expect(codesOf(result)).toEqual([code]);
      expect(result.errors?.[0]?.extensions['correlationId']).toBe('request-1');
    },
  );

  it.each([
    ['fields', '{a'.repeat(100_000), 'GRAPHQL_PARSE_FAILED'],
    ['fragments', fragmentsInFragments(20_000), 'GRAPHQL_VALIDATION_FAILED'],
  ])('refuses %s nested deeper than the stack', async (_what, query, code) => {
    const { ask } = setUp();
    expect(codesOf(await ask(query))).toEqual([code]);
  });

  it('gives each request its own context, also for the same document', async () => {
    const { ask } = setUp();
    const first = await ask('{ context }');
    const second = await ask('{ context }');
    expect(first.data?.['context']).not.toEqual(second.data?.['context']);
  });

  it('tells the client nothing of an unknown error, and the log everything, once for one cause', async () => {
    const { ask, lines } = setUp();
    const result = await ask('{ broken brokenList }');
    expect(codesOf(result)).toEqual(['INTERNAL_ERROR', 'INTERNAL_ERROR', 'INTERNAL_ERROR']);
    expect(JSON.stringify(result)).not.toContain('secret');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      correlationId: 'request-1',
      err: { message: 'the database is at /secret/path' },
    });
  });

  it('keeps the path and the facts of a coded error', async () => {
    const { ask } = setUp();
    const { errors } = await ask('{ alias: coded }');
    expect(errors?.[0]?.toJSON()).toMatchObject({
      path: ['alias'],
      extensions: { code: 'SERVICE_ASLEEP', service: 'switch' },
    });
  });

  it('rejects with the reason as soon as the signal aborts', async () => {
    const { ask, abort } = setUp();
    const answer = ask('{ never }');
    abort.abort(new Error('the client left'));
    await expect(answer).rejects.toThrow('the client left');
  });
});

describe('subscribe', () => {
  it('executes each event with a fresh context', async () => {
    const { listen, events } = setUp();
    const stream = await listen('subscription { tick { number context } }');
    events.push({ number: 1 });
    events.push({ number: 2 });
    const results = [await nextOf(stream), await nextOf(stream)];
    expect(results).toMatchObject([{ data: { tick: { number: 1 } } }, { data: { tick: { number: 2 } } }]);
    const contexts = results.map(({ data }) => (data?.['tick'] as { context: number }).context);
    expect(new Set(contexts).size).toBe(2);
  });

  it('masks the errors of an event and goes on', async () => {
    const { listen, events } = setUp();
    const stream = await listen('subscription { tick { number fails } }');
    events.push({ number: 1 });
    events.push({ number: 2 });
    const value = await nextOf(stream);
    expect(value.data).toEqual({ tick: { number: 1, fails: null } });
    expect(codesOf(value)).toEqual(['INTERNAL_ERROR']);
    expect((await nextOf(stream)).data).toEqual({ tick: { number: 2, fails: null } });
  });

  it('ends the source at once on return(), also while next() is pending, and once only', async () => {
    const { listen, ended } = setUp();
    const stream = await listen('subscription { tick { number } }');
    const pending = stream.next();
    await stream.return?.();
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(await stream.next()).toEqual({ done: true, value: undefined });
    await stream.return?.();
    expect(ended.count).toBe(1);
  });

  it('ends the source when the signal aborts', async () => {
    const { listen, ended, abort } = setUp();
    const stream = await listen('subscription { tick { number } }');
    const pending = stream.next();
    abort.abort();
    expect((await pending).done).toBe(true);
    expect(ended.count).toBe(1);
  });

  it('is done when the source is', async () => {
    const { listen, events } = setUp();
    const stream = await listen('subscription { tick { number } }');
    events.push({ number: 7 });
    events.end();
    expect((await stream.next()).done).toBe(false);
    expect((await stream.next()).done).toBe(true);
  });

  it.each([
    ['subscription { refused }', 'BAD_USER_INPUT'],
    ['subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['{ hello }', 'BAD_USER_INPUT'],
  ])('rejects %j with %s', async (query, code) => {
    const { listen } = setUp();
    await expect(listen(query)).rejects.toMatchObject({ extensions: { code, correlationId: 'request-1' } });
  });

  it('throws a masked error where the source breaks, and is done after it', async () => {
    const { listen, lines } = setUp();
    const stream = await listen('subscription { broken }');
    await expect(stream.next()).rejects.toMatchObject({ extensions: { code: 'INTERNAL_ERROR' } });
    expect((await stream.next()).done).toBe(true);
    expect(lines).toHaveLength(1);
  });
});
