import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import {
  ConfigurationError,
  type ConfigurationProblem,
} from '../../../platform/configuration/configuration-error.ts';
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
      /:1 strategy: expected one of ordered, weighted-score, lowest-latency, bandit, found something else/,
    ],
    [
      'a provider that nobody knows',
      'engines:\n  - { id: a, provider: openai, baseUrl: "http://a/v1", model: m }',
      /:2 engines\.0\.provider: expected one of openai-compatible, deepseek, scripted, found something else/,
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

describe('a secret in an engines file that is refused', () => {
  const marker = 'sk-leak-789';
  const engine = (rest: string): string => `engines:\n  - { id: a, provider: deepseek, model: m, ${rest} }`;
  const local = 'baseUrl: "http://127.0.0.1:1/v1"';

  it.each([
    ['in the query of baseUrl', engine(`baseUrl: "http://127.0.0.1:1/v1?key=${marker}"`)],
    ['in the fragment of baseUrl', engine(`baseUrl: "http://127.0.0.1:1/v1#${marker}"`)],
    ['as user of baseUrl', engine(`baseUrl: "http://${marker}@127.0.0.1:1/v1?a=b"`)],
    ['as password of baseUrl', engine(`baseUrl: "http://a:${marker}@127.0.0.1:1/v1"`)],
    ['as baseUrl', engine(`baseUrl: ${marker}`)],
    ['as protocol of baseUrl', engine(`baseUrl: "${marker}:v1"`)],
    ['in a list as baseUrl', engine(`baseUrl: [${marker}]`)],
    ['as name of a key', engine(`${local}, ${marker}: true`)],
    ['as name of a key without a value', engine(`${local}, ${marker}`)],
    ['as name of a key of limits', engine(`${local}, limits: { ${marker}: 1 }`)],
    ['as a key of the file', `${marker}: 1`],
    ['as a mapping that is a key', engine(`${local}, { ${marker}: 1 }: 2`)],
    ['as the value of an unknown key', engine(`${local}, apiKey: ${marker}`)],
    ['as apiKeyEnv', engine(`${local}, apiKeyEnv: ${marker}`)],
    ['in a mapping as apiKeyEnv', engine(`${local}, apiKeyEnv: { key: ${marker} }`)],
    ['as weight', engine(`${local}, weight: ${marker}`)],
    ['as capabilities', engine(`${local}, capabilities: ${marker}`)],
    ['as period', engine(`${local}, budget: { period: ${marker}, tokens: 1 }`)],
    ['as service in a list', engine(`${local}, service: [${marker}]`)],
    ['as provider', `engines:\n  - { id: a, provider: ${marker}, model: m, ${local} }`],
    ['as id', `engines:\n  - { id: "${marker} ", provider: deepseek, model: m, ${local} }`],
    ['as engine', `engines: [${marker}]`],
    ['as engines', `engines: ${marker}`],
    ['as strategy', `strategy: ${marker}`],
    ['as the file', marker],
    ['behind what is no YAML', `engines: []\n"${marker}" x`],
    ['twice as a key', `${marker}: 1\n${marker}: 2`],
    ['as an alias without an anchor', engine(`${local}, apiKeyEnv: *${marker}`)],
    ['as a tag', engine(`${local}, weight: !${marker} x`)],
  ])('is not repeated where it stands %s', (_title, text) => {
    const told: unknown[] = [];
    const written = vi.spyOn(process, 'emitWarning').mockImplementation((warning) => told.push(warning));
    told.push(JSON.stringify(problemsOf(text)), refusalOf(text));
    written.mockRestore();
    expect(told.join('\n')).not.toContain(marker);
  });

  it('leaves the line, and what cannot be one, to be seen', () => {
    const text = engine(`${local}, weight: 500, ${marker}: 1, temperatur: 1, maxRetries: 2`);
    const hidden = 'something else, not shown because it may be a secret';
    expect(problemsOf(text)).toMatchObject([
      { line: 2, path: 'engines.0.weight', found: '500' },
      { line: 2, path: 'engines.0', found: hidden },
      { line: 2, path: 'engines.0', found: hidden },
      { line: 2, path: 'engines.0.maxRetries', found: 'maxRetries' },
    ]);
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
  return refusal(text).message;
}

function problemsOf(text: string): readonly ConfigurationProblem[] {
  return refusal(text).problems;
}

function refusal(text: string): ConfigurationError {
  try {
    read(text);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error('the file was not refused');
}
