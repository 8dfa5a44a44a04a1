import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { GraphQLError, type ExecutionResult } from 'graphql';
import { request } from 'undici';
import { expect, onTestFinished, test } from 'vitest';
import { serveHealth, type HealthParts, type SubgraphHealth } from '../../../gateway/door/health.ts';
import { shareReading } from '../../../gateway/door/share-reading.ts';
import { askReadiness } from '../../../gateway/stack/health-reader.ts';
import { createVerifier, hashToken } from '../../../platform/auth.ts';
import { CodedError } from '../../../platform/errors.ts';
import { createManualClock } from '../../../platform/manual-clock.ts';

const SECRET = 'no route to db=10.0.0.7';
const down: SubgraphHealth = { state: 'unreachable', code: 'SERVICE_UNREACHABLE', reason: SECRET };
const asleep: SubgraphHealth = { state: 'asleep', code: 'SERVICE_ASLEEP', reason: 'STOPPED' };
const clock = createManualClock();
const tokens = createVerifier(
  [{ name: 'ana', sha256: hashToken('right'), scopes: [], expiresAt: undefined }],
  clock,
);

async function serve(parts: Partial<HealthParts> = {}) {
  const server = createServer(
    express().use(
      serveHealth({
        readHealth: () => Promise.resolve({ a: down, b: asleep, c: { state: 'ready' } }),
        rootFields: () => new Map([['Query.a', ['a']]]),
        verify: tokens,
        onLoopback: false,
        clock,
        ...parts,
      }),
    ),
  ).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return async (headers: Record<string, string> = {}): Promise<Record<string, unknown>> => {
    const { body } = await request(`http://127.0.0.1:${port}/health/ready`, { headers });
    return (await body.json()) as Record<string, unknown>;
  };
}

test('the words of a subgraph are for who has a token, its code for everybody', async () => {
  const ask = await serve();
  const told = { a: { state: 'unreachable', code: 'SERVICE_UNREACHABLE' } };
  const subgraphs = { ...told, b: { state: 'asleep', code: 'SERVICE_ASLEEP' }, c: { state: 'ready' } };
  expect(await ask()).toEqual({ status: 'unready', subgraphs });
  expect(await ask({ 'x-vx11-token': 'wrong' })).toEqual({ status: 'unready', subgraphs });
  expect(await ask({ 'x-vx11-token': 'right' })).toEqual({
    status: 'unready',
    subgraphs: { a: down, b: asleep, c: { state: 'ready' } },
    unanswerable: ['Query.a'],
  });
});

test('where everybody is let in the words are told on loopback alone', async () => {
  const actor = { name: 'anonymous', scopes: [], isAnonymous: true } as const;
  const verify: HealthParts['verify'] = () => ({ verdict: 'ok', actor });
  expect(JSON.stringify(await (await serve({ verify }))())).not.toContain(SECRET);
  expect(JSON.stringify(await (await serve({ verify, onLoopback: true }))())).toContain(SECRET);
});

test('however many ask, a subgraph is asked once', async () => {
  let readings = 0;
  const readHealth: HealthParts['readHealth'] = () => Promise.resolve({ [`read${(readings += 1)}`]: down });
  const ask = await serve({ readHealth });
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask()));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(readings).toBe(1);
});

test('one reading serves all who ask while it is under way, and those of the second after it', async () => {
  const ends: ((value: string) => void)[] = [];
  const read = shareReading(clock, () => new Promise<string>((resolve) => ends.push(resolve)));
  const [one, other] = [read(), read()];
  await clock.advance(5_000);
  const third = read();
  ends[0]?.('first');
  expect(await Promise.all([one, other, third])).toEqual(['first', 'first', 'first']);
  await clock.advance(999);
  expect(await read()).toBe('first');
  await clock.advance(1);
  const next = read();
  ends[1]?.('second');
  expect(await next).toBe('second');
});

test('a reading that failed is not kept', async () => {
  const answers = [Promise.reject(new Error('broken')), Promise.resolve('fine')];
  const read = shareReading(clock, () => answers.shift() ?? Promise.reject(new Error('no more')));
  await expect(read()).rejects.toThrow('broken');
  expect(await read()).toBe('fine');
});

const linkThat = (execute: () => Promise<ExecutionResult>): Parameters<typeof askReadiness>[1] => ({
  execute,
  subscribe: () => Promise.reject(new Error('no streams')),
  close: () => Promise.resolve(),
});

test.each<[string, () => Promise<ExecutionResult>, SubgraphHealth]>([
  ['answers', () => Promise.resolve({ data: {} }), { state: 'ready' }],
  [
    'answers errors',
    () => Promise.resolve({ errors: [new GraphQLError('who are you?')] }),
    { state: 'ready' },
  ],
  [
    'is not called at present',
    () => Promise.reject(new CodedError('CIRCUIT_OPEN', { service: 'a' })),
    { state: 'unreachable', code: 'CIRCUIT_OPEN', reason: expect.any(String) as string },
  ],
  ['is not there', () => Promise.reject(new Error(SECRET)), down],
])('a subgraph that %s', async (_what, execute, health) => {
  expect(await askReadiness('a', linkThat(execute), clock)).toEqual(health);
});
