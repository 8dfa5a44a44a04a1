import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../../platform/configuration/configuration-error.ts';
import type { EnginesConfig } from '../../../subgraphs/switch/configuration/engine-config.ts';
import { readEngines } from '../../../subgraphs/switch/configuration/engines-file.ts';
import { tempDir } from '../../support/temp-dir.ts';

const noSecrets = (): undefined => undefined;

describe('the engines file', () => {
  it('gives engines in its order, with defaults for what it does not say', () => {
    const { strategy, engines } = read(`
strategy: ordered
engines:
  - { id: local, provider: openai-compatible, baseUrl: 'http://127.0.0.1:8080/v1', model: any, service: hermes, contextTokens: 8192 }
  - { id: deepseek, provider: deepseek, baseUrl: 'https://api.deepseek.com/v1', model: deepseek-v4-flash, apiKeyEnv: DEEPSEEK_API_KEY, limits: { totalTimeoutMs: 5000 } }
`);
    expect(strategy).toBe('ORDERED');
    expect(engines).toMatchObject([
      {
        id: 'local',
        provider: 'OPENAI_COMPATIBLE',
        service: 'hermes',
        apiKeyEnv: undefined,
        limits: { firstTokenTimeoutMs: 60_000 },
      },
      {
        id: 'deepseek',
        provider: 'DEEPSEEK',
        service: undefined,
        limits: { firstTokenTimeoutMs: 20_000, totalTimeoutMs: 5_000 },
      },
    ]);
  });

  it('takes weights, prices, budgets, queues, a seed, and a script where it is allowed', () => {
    const { strategy, seed, engines } = read(`
strategy: bandit
seed: 7
allowScripted: true
engines:
  - { id: paid, provider: deepseek, baseUrl: 'http://a/v1', model: m, weight: 2.5, price: { input: 0.3, output: 1.2 }, budget: { period: day, usd: 2 }, limits: { maxQueue: 3 } }
  - { id: recites, provider: scripted, script: [{ match: hello, text: Hi. }] }
`);
    expect({ strategy, seed }).toEqual({ strategy: 'BANDIT', seed: 7 });
    expect(engines).toMatchObject([
      {
        weight: 2.5,
        price: { input: 0.3, output: 1.2 },
        budget: { period: 'day', usd: 2 },
        // Without an end an answer cannot be reserved for.
        maxOutputTokens: 4_096,
        limits: { maxQueue: 3 },
        capabilities: { tools: true, reasoning: true },
      },
      {
        provider: 'SCRIPTED',
        model: 'scripted',
        baseUrl: undefined,
        price: { input: 0, output: 0 },
        budget: null,
      },
    ]);
  });

  it('may be empty: then there is no engine', () => {
    expect(read('').engines).toEqual([]);
  });

  it.each([
    [
      'an unknown key',
      'engines:\n  - { id: a, provider: deepseek, baseUrl: "http://a/v1", model: m, apiKye: K }',
      /:2 engines\.0\.apiKye: expected no such key/,
    ],
    [
      'a strategy that nobody knows',
      'strategy: luck',
      /:1 strategy: expected one of ordered, weighted-score, lowest-latency, bandit, found "luck"/,
    ],
    [
      'a provider that nobody knows',
      'engines:\n  - { id: a, provider: openai, baseUrl: "http://a/v1", model: m }',
      /:2 engines\.0\.provider: expected one of openai-compatible, deepseek, scripted, found "openai"/,
    ],
    [
      'no provider',
      'engines:\n  - { id: a, baseUrl: "http://a/v1", model: m }',
      /engines\.0\.provider: expected one of openai-compatible, deepseek, scripted, found (nothing|undefined)/,
    ],
    [
      'a scripted engine that nobody allowed',
      'engines:\n  - { id: a, provider: scripted, script: [{ text: hi }] }',
      /provider: expected .*scripted only with allowScripted: true, found "scripted"/,
    ],
    [
      'a budget in USD without a price',
      'engines:\n  - { id: a, provider: deepseek, baseUrl: "http://a", model: m, budget: { period: day, usd: 1 } }',
      /budget\.usd: expected no usd where the engine has no price/,
    ],
    [
      'a budget without an amount',
      'engines:\n  - { id: a, provider: deepseek, baseUrl: "http://a", model: m, budget: { period: day } }',
      /budget: expected usd, tokens or both/,
    ],
    [
      'a URL of another protocol',
      'engines:\n  - { id: a, provider: deepseek, baseUrl: "file:///etc/passwd", model: m }',
      /baseUrl: expected an http or https URL/,
    ],
    [
      'the same id twice',
      'engines:\n  - { id: a, provider: deepseek, baseUrl: "http://a", model: m }\n  - { id: a, provider: deepseek, baseUrl: "http://a", model: m }',
      /:3 engines\.1\.id: expected an id that no other engine has/,
    ],
    [
      'a token of this stack as key',
      'engines:\n  - { id: a, provider: deepseek, baseUrl: "http://a", model: m, apiKeyEnv: VX11_SUBGRAPH_TOKEN }',
      /not one of VX11_/,
    ],
    ['no YAML', 'engines: [', /expected valid YAML/],
  ])('is refused with %s', (_title, text, problem) => {
    expect(refusalOf(text)).toMatch(problem);
  });

  it('is refused with a secret in the wrong place, without printing it', () => {
    const refusal = refusalOf(`engines:
  - { id: a, provider: deepseek, baseUrl: 'http://user:sk-hidden@a/v1', model: m, apiKeyEnv: sk-hidden }`);
    expect(refusal).toMatch(/engines\.0\.apiKeyEnv: expected the name of an environment variable/);
    expect(refusal).toMatch(/engines\.0\.baseUrl: expected a URL without user and password/);
    expect(refusal).not.toContain('sk-hidden');
  });
});

describe('without an engines file', () => {
  it.each([
    [{}, []],
    [{ DEEPSEEK_API_KEY: 'k' }, [['deepseek', 'DEEPSEEK_API_KEY']]],
    [{ DEEPSEEK_API_TOKEN: 'k' }, [['deepseek', 'DEEPSEEK_API_TOKEN']]],
    [
      { DEEPSEEK_API_KEY: 'k', DEEPSEEK_API_TOKEN: 'k', OPENAI_API_KEY: 'k' },
      [
        ['deepseek', 'DEEPSEEK_API_KEY'],
        ['openai', 'OPENAI_API_KEY'],
      ],
    ],
  ])('there are the engines whose keys are set: %o', (env: Record<string, string>, expected) => {
    const { engines } = readEngines(undefined, (variable) => env[variable]);
    expect(engines.map(({ id, apiKeyEnv }) => [id, apiKeyEnv])).toEqual(expected);
  });
});

function read(text: string): EnginesConfig {
  const file = join(tempDir(), 'engines.yaml');
  writeFileSync(file, text);
  return readEngines(file, noSecrets);
}

function refusalOf(text: string): string {
  try {
    read(text);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  throw new Error('the file was not refused');
}
