import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { request } from 'undici';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createInProcessBus } from '../../../platform/bus/bus-in-process.ts';
import { systemClock } from '../../../platform/clock.ts';
import { createExecutor, type Executor } from '../../../platform/graphql/execute.ts';
import { createLogger } from '../../../platform/log.ts';
import { systemContext } from '../../../platform/request-context.ts';
import { serveSubgraph } from '../../../platform/graphql/serve-subgraph.ts';
import { SUBGRAPH_TOKEN_HEADER } from '../../../platform/graphql/subgraph-http.ts';
import type { Subgraph } from '../../../platform/graphql/subgraph.ts';
import { COMPLETIONS_PATH } from '../../../schema/completion.ts';
import { createSwitch } from '../../../subgraphs/switch/subgraph.ts';
import { freePort } from '../../support/free-port.ts';
import {
  DEFAULT_ANSWER,
  respondsWith,
  startScriptedEngine,
  type ScriptedEngine,
} from '../../support/scripted-engine.ts';
import { tempDir } from '../../support/temp-dir.ts';

const TOKEN = 'the token between gateway and switch';
const API_KEY = 'sk-never-to-be-seen';

let server: ScriptedEngine;
let subgraph: Subgraph;
let executor: Executor;
let logged: string;

beforeEach(async () => {
  server = await startScriptedEngine();
  const file = join(tempDir(), 'engines.yaml');
  writeFileSync(
    file,
    `engines:
  - { id: local, provider: openai-compatible, baseUrl: '${server.url}', model: any, service: hermes }
  - { id: remote, provider: deepseek, baseUrl: '${server.url}', model: deepseek-v4-flash, apiKeyEnv: REMOTE_KEY }
  - { id: keyless, provider: openai-compatible, baseUrl: '${server.url}', model: other, apiKeyEnv: UNSET_KEY }
`,
  );
  logged = '';
  const lines = new Writable({
    write(chunk: Buffer, _encoding, done) {
      logged += chunk.toString();
      done();
    },
  });
  subgraph = await createSwitch({
    clock: systemClock,
    log: pino({ level: 'trace' }, lines),
    bus: createInProcessBus(),
    dataDir: tempDir(),
    enginesFile: file,
    secrets: (variable) => (variable === 'REMOTE_KEY' ? API_KEY : undefined),
    hermesUrl: `http://127.0.0.1:${await freePort()}`,
    subgraphToken: TOKEN,
  });
  executor = createExecutor(subgraph);
  return async () => {
    await subgraph.close();
    await server.close();
  };
});

describe('the subgraph of switch', () => {
  it('is ready without calling an engine', async () => {
    expect(subgraph.readiness()).toEqual({ ready: true });
    await ask(
      '{ engines { id state lastObservation { at } } routePreview(message: "hi") { reason } usage { requests } }',
    );
    expect(server.connections).toBe(0);
  });

  it('tells how each engine is, as far as anything was observed', async () => {
    expect(
      await ask(
        '{ engines { id provider model state reason hasCredentials service { name } inFlight queued lastObservation { ok } } }',
      ),
    ).toEqual({
      engines: [
        {
          id: 'local',
          provider: 'OPENAI_COMPATIBLE',
          model: 'any',
          state: 'UNKNOWN',
          reason: 'it was not called yet',
          hasCredentials: false,
          service: { name: 'hermes' },
          inFlight: 0,
          queued: 0,
          lastObservation: null,
        },
        {
          id: 'remote',
          provider: 'DEEPSEEK',
          model: 'deepseek-v4-flash',
          state: 'UNKNOWN',
          reason: 'it was not called yet',
          hasCredentials: true,
          service: null,
          inFlight: 0,
          queued: 0,
          lastObservation: null,
        },
        {
          id: 'keyless',
          provider: 'OPENAI_COMPATIBLE',
          model: 'other',
          state: 'ERROR',
          reason: 'UNSET_KEY is not set',
          hasCredentials: false,
          service: null,
          inFlight: 0,
          queued: 0,
          lastObservation: null,
        },
      ],
    });
  });

  it('answers every field of an engine', async () => {
    const { engine } = await ask(`{ engine(id: "local") {
      circuit { state failures threshold openedAt retryAt lastError probeInFlight }
      capabilities { streaming tools structuredOutput reasoning contextTokens }
      score { value quality latency cost samples updatedAt }
      limits { maxConcurrent maxQueue connectTimeoutMs firstTokenTimeoutMs idleTimeoutMs totalTimeoutMs }
    } }`);
    expect(engine).toEqual({
      circuit: {
        state: 'CLOSED',
        failures: 0,
        threshold: 5,
        openedAt: null,
        retryAt: null,
        lastError: null,
        probeInFlight: false,
      },
      capabilities: {
        streaming: true,
        tools: false,
        structuredOutput: false,
        reasoning: false,
        contextTokens: 8192,
      },
      score: {
        value: 0.6,
        quality: 0.5,
        latency: 0.5,
        cost: 1,
        samples: 0,
        updatedAt: null,
      },
      limits: {
        maxConcurrent: 8,
        maxQueue: 16,
        connectTimeoutMs: 2000,
        firstTokenTimeoutMs: 60000,
        idleTimeoutMs: 15000,
        totalTimeoutMs: 120000,
      },
    });
    expect(await ask('{ engine(id: "x") { id } }')).toEqual({ engine: null });
  });

  it('says what would be chosen, and why not the others', async () => {
    expect(
      await ask(
        '{ routePreview(message: "hi", engine: "remote") { strategy reason servedBy { id } attempts { order } candidates { engine { id } eligible why } } }',
      ),
    ).toEqual({
      routePreview: {
        strategy: 'PINNED',
        reason: 'remote: asked for by name',
        servedBy: null,
        attempts: [],
        candidates: [
          { engine: { id: 'remote' }, eligible: true, why: 'asked for by name' },
          { engine: { id: 'local' }, eligible: true, why: 'number 1 in the configured order' },
          { engine: { id: 'keyless' }, eligible: false, why: 'its key is not set' },
        ],
      },
    });
  });

  it('gives components their engines: hosts the ones they host, switch the ones that live elsewhere', async () => {
    const entities = await ask(
      `query($of: [_Any!]!) { _entities(representations: $of) { ... on Service { name engines { id } } ... on Engine { id model } } }`,
      {
        of: [
          { __typename: 'Service', name: 'hermes' },
          { __typename: 'Service', name: 'switch' },
          { __typename: 'Service', name: 'mcp' },
          { __typename: 'Engine', id: 'remote' },
        ],
      },
    );
    expect(entities).toEqual({
      _entities: [
        { name: 'hermes', engines: [{ id: 'local' }] },
        { name: 'switch', engines: [{ id: 'remote' }, { id: 'keyless' }] },
        { name: 'mcp', engines: [] },
        { id: 'remote', model: 'deepseek-v4-flash' },
      ],
    });
  });

  it('completes only for who has the subgraph token', async () => {
    expect(await post({ engine: 'local' }, 'another')).toContain('FORBIDDEN');
    expect(server.requests).toHaveLength(0);
    expect((await post({ engine: 'local' })).trim().split('\n').at(-1)).toContain(DEFAULT_ANSWER);
  });

  it('remembers calls as observation, usage and score', async () => {
    await post({ engine: 'local' });
    const told = await ask(
      '{ engine(id: "local") { state lastObservation { ok errorCode firstTokenMs totalMs } score { samples } } usage { engine { id } requests errors usage { totalTokens estimated } } switchQueue { size processing waiting } }',
    );
    expect(told).toMatchObject({
      engine: { state: 'AVAILABLE', lastObservation: { ok: true, errorCode: null }, score: { samples: 1 } },
      usage: [
        { engine: { id: 'local' }, requests: 1, errors: 0, usage: { totalTokens: 18, estimated: false } },
      ],
      switchQueue: { size: 0, processing: 0, waiting: 0 },
    });
  });

  it('shows an engine that refuses its key as ERROR until its circuit is reset, and the key nowhere', async () => {
    server.script(respondsWith(401, {}, `{"error":{"message":"bad key ${API_KEY}"}}`));
    const events = await post({ engine: 'remote', allowFallback: false });
    const told = await ask(
      '{ engine(id: "remote") { state reason circuit { state lastError } lastObservation { ok errorCode } } }',
    );
    expect(told).toMatchObject({
      engine: {
        state: 'ERROR',
        reason: 'it refused the key (HTTP 401)',
        circuit: { state: 'CLOSED' },
        lastObservation: { ok: false, errorCode: 'ENGINE_REFUSED' },
      },
    });
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${API_KEY}`);
    expect(logged).toContain('completion failed');
    expect(events + JSON.stringify(told) + logged).not.toContain(API_KEY);

    expect(
      await ask('mutation { resetCircuit(engine: "remote") { ok engine { state circuit { state } } } }'),
    ).toEqual({
      resetCircuit: { ok: true, engine: { state: 'DEGRADED', circuit: { state: 'CLOSED' } } },
    });
  });

  it('switches an engine off and on', async () => {
    const change =
      'mutation($input: EngineConfigInput!) { configureEngine(input: $input) { ok message engine { state limits { maxConcurrent } } } }';
    expect(await ask(change, { input: { id: 'local', enabled: false, maxConcurrent: 3 } })).toMatchObject({
      configureEngine: { ok: true, engine: { state: 'OFF', limits: { maxConcurrent: 3 } } },
    });
    expect(await ask(change, { input: { id: 'local', enabled: true } })).toMatchObject({
      configureEngine: { engine: { state: 'UNKNOWN' } },
    });
    expect(await ask(change, { input: { id: 'local', maxConcurrent: 0 } })).toMatchObject({
      configureEngine: {
        ok: false,
        engine: null,
        message: 'maxConcurrent must be between 1 and 1000, got 0',
      },
    });
    expect(await ask(change, { input: { id: 'x' } })).toMatchObject({
      configureEngine: { ok: false, message: 'no engine is named x' },
    });
  });

  it('tells subscribers the present state of each engine, then its changes', async () => {
    const end = new AbortController();
    onTestFinished(() => end.abort());
    const stream = await executor.subscribe({
      query: 'subscription { engineChanged { id state } }',
      context: systemContext(end.signal),
    });
    const first = [await stream.next(), await stream.next(), await stream.next()].map(
      ({ value }) => value as unknown,
    );
    expect(first).toMatchObject(
      ['local', 'remote', 'keyless'].map((id) => ({ data: { engineChanged: { id } } })),
    );
    await ask('mutation { configureEngine(input: { id: "remote", enabled: false }) { ok } }');
    expect((await stream.next()).value).toMatchObject({
      data: { engineChanged: { id: 'remote', state: 'OFF' } },
    });
  });
});

async function ask(query: string, variables: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
  const result = await executor.execute({
    query,
    variables,
    context: systemContext(new AbortController().signal),
  });
  expect(result.errors).toBeUndefined();
  return JSON.parse(JSON.stringify(result.data)) as Record<string, unknown>;
}

/** One completion over a real socket, as operator asks for it. */
async function post(
  change: { readonly engine: string; readonly allowFallback?: boolean },
  token = TOKEN,
): Promise<string> {
  const served = await serveSubgraph(subgraph, {
    host: '127.0.0.1',
    port: await freePort(),
    token: TOKEN,
    log: createLogger('silent', 'switch'),
  });
  onTestFinished(() => served.close());
  const response = await request(`${served.url}${COMPLETIONS_PATH}`, {
    method: 'POST',
    headers: { [SUBGRAPH_TOKEN_HEADER]: token },
    body: JSON.stringify({
      messageId: 'm1',
      messages: [{ role: 'user', content: 'Hello?' }],
      allowFallback: true,
      ...change,
    }),
  });
  return response.body.text();
}
