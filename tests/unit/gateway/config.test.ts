import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig, configVariables } from '../../../gateway/config.ts';
import { hashToken } from '../../../platform/auth.ts';
import {
  ConfigurationError,
  type ConfigurationProblem,
} from '../../../platform/configuration/configuration-error.ts';
import { tempDir } from '../../support/temp-dir.ts';

function problemsOf(env: Record<string, string>): readonly ConfigurationProblem[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

function file(name: string, text: string): string {
  const path = join(tempDir(), name);
  writeFileSync(path, text);
  return path;
}

describe('an environment without any variable', () => {
  it('is enough: loopback, port 8000, the local token, everything in one process', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 8000,
      runtime: 'auto',
      composeProject: 'vx11',
      usesLocalToken: true,
      remoteUrls: {},
      componentPorts: { switch: 8002 },
      logLevel: 'info',
      engineSecrets: {},
    });
    expect(config.tokens).toEqual([
      { name: 'local', sha256: hashToken('vx11-local-token'), scopes: ['*'], expiresAt: undefined },
    ]);
  });

  it('is what empty variables mean, as compose files write them', () => {
    const empty = Object.fromEntries(configVariables.map((name) => [name, '']));
    expect(readConfig(empty)).toEqual(readConfig({}));
  });
});

describe('each variable', () => {
  it.each([
    [{ PORT: '0' }, { port: 0 }],
    [{ PORT: '65535' }, { port: 65_535 }],
    [{ HOST: '::1' }, { host: '::1' }],
    [{ VX11_RUNTIME: 'process' }, { runtime: 'process' }],
    [{ VX11_COMPOSE_PROJECT: 'my-stack_2' }, { composeProject: 'my-stack_2' }],
    [{ DOCKER_HOST: 'unix:///run/docker.sock' }, { dockerHost: 'unix:///run/docker.sock' }],
    [{ REDIS_URL: 'redis://127.0.0.1:6380' }, { redisUrl: 'redis://127.0.0.1:6380' }],
    [{ VX11_MEMORY_BUDGET_MB: '2048' }, { memoryBudgetMb: 2048 }],
    [{}, { sentinel: { run: 'child', graceSec: 15 } }],
    [{ VX11_SENTINEL: 'apart', VX11_SENTINEL_GRACE_SEC: '60' }, { sentinel: { run: 'apart', graceSec: 60 } }],
    [{ LOG_LEVEL: 'debug' }, { logLevel: 'debug' }],
    [{ VX11_DATA_DIR: '/var/lib/vx11' }, { dataDir: '/var/lib/vx11' }],
    [
      { MADRE_URL: 'http://madre:8001', VX11_SUBGRAPH_TOKEN: 's' },
      { remoteUrls: { madre: 'http://madre:8001' }, subgraphToken: 's' },
    ],
    [{ OPENAI_API_KEY: 'k' }, { engineSecrets: { OPENAI_API_KEY: 'k' } }],
    [{ DEEPSEEK_API_TOKEN: 'k' }, { engineSecrets: { DEEPSEEK_API_TOKEN: 'k' } }],
  ])('%j gives %j', (env, expected) => {
    expect(readConfig(env)).toMatchObject(expected);
  });

  it.each([
    ['PORT', 'http'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80 80'],
    ['HOST', '127.0.0.1:8000/x'],
    ['VX11_RUNTIME', 'podman'],
    ['VX11_COMPOSE_PROJECT', 'My Stack'],
    ['DOCKER_HOST', '/var/run/docker.sock'],
    ['REDIS_URL', 'http://127.0.0.1'],
    ['MADRE_URL', 'madre:8001'],
    ['SWITCH_URL', 'ftp://switch'],
    ['OPERATOR_URL', 'operator'],
    ['VX11_MEMORY_BUDGET_MB', '0'],
    ['VX11_MEMORY_BUDGET_MB', '1.5'],
    ['VX11_SENTINEL', 'none'],
    ['VX11_SENTINEL_GRACE_SEC', '1'],
    ['VX11_SENTINEL_GRACE_SEC', '3601'],
    ['LOG_LEVEL', 'loud'],
  ])('refuses %s=%j with its name, what was expected and what came', (name, value) => {
    const problems = problemsOf({ [name]: value, VX11_SUBGRAPH_TOKEN: 's', VX11_TOKEN: 't' });
    expect(problems).toEqual([
      {
        file: 'environment',
        path: name,
        expected: expect.any(String) as string,
        found: JSON.stringify(value),
      },
    ]);
    expect(problems[0]?.expected).not.toBe('something else');
  });

  it('names every problem at once, those of the files with their lines', () => {
    const catalog = file('catalog.yaml', 'services:\n  switch:\n    port: many\n');
    const engines = file('engines.yaml', 'engines:\n  - id: one\n    provider: telepathy\n');
    const tokens = file('tokens.yaml', 'tokens:\n  - name: a\n    sha256: short\n    scopes: [all]\n');
    const problems = problemsOf({
      PORT: 'x',
      LOG_LEVEL: 'y',
      VX11_CATALOG: catalog,
      VX11_ENGINES: engines,
      VX11_TOKENS: tokens,
    });
    expect(problems).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ path: 'PORT' }),
        expect.objectContaining({ path: 'LOG_LEVEL' }),
        expect.objectContaining({ file: catalog, line: 3, path: 'services.switch.port' }),
        expect.objectContaining({ file: engines, line: 3, path: 'engines.0.provider' }),
        expect.objectContaining({ file: tokens, line: 3, path: 'tokens.0.sha256' }),
        expect.objectContaining({ file: tokens, line: 4, path: 'tokens.0.scopes.0' }),
      ]),
    );
  });

  it('says in words what a text should be, and shows no pattern', () => {
    const problems = problemsOf({
      VX11_CATALOG: file('catalog.yaml', 'services:\n  one: { port: 9001, probe: { http: health } }\n'),
      VX11_ENGINES: file(
        'engines.yaml',
        'engines:\n  - { id: A B, provider: deepseek, baseUrl: "http://127.0.0.1/v1", model: m }\n',
      ),
      VX11_TOKENS: file(
        'tokens.yaml',
        'tokens:\n  - { name: a b, sha256: short, scopes: [], expiresAt: tomorrow }\n',
      ),
    });
    expect(problems.map(({ path, expected }) => [path, expected])).toEqual([
      ['services.one.probe.http', expect.stringContaining('begins with /')],
      ['engines.0.id', 'an id of at most 64 of a-z, 0-9, ., _ and -'],
      ['tokens.0.name', 'a name of at most 64 letters, digits, ., _ and -'],
      ['tokens.0.sha256', 'the SHA-256 of the token, 64 hex digits'],
      ['tokens.0.expiresAt', 'an instant such as 2027-01-01T00:00:00Z'],
    ]);
    for (const { expected } of problems) expect(expected).not.toMatch(/\^|\$/);
  });

  it('refuses the port of a service of the catalog, unless that has an address of its own', () => {
    expect(problemsOf({ PORT: '8002' })).toEqual([
      {
        file: 'environment',
        path: 'PORT',
        expected: 'a port that no service of the catalog has',
        found: '8002, that of switch',
      },
    ]);
    expect(problemsOf({ PORT: '8002', VX11_RUNTIME: 'docker' })).toEqual([]);
    expect(problemsOf({ PORT: '8002', MADRE_URL: 'http://madre:8001', VX11_SUBGRAPH_TOKEN: 's' })).toEqual(
      [],
    );
  });

  it('refuses an engine on a service that the catalog of this madre does not have', () => {
    const engines = file(
      'engines.yaml',
      'engines:\n  - { id: one, provider: openai-compatible, baseUrl: "http://127.0.0.1/v1", model: m, service: hermès }\n',
    );
    expect(problemsOf({ VX11_ENGINES: engines })).toEqual([
      {
        file: engines,
        path: 'engines.0.service',
        expected: expect.stringContaining('hermes') as string,
        found: '"hermès"',
      },
    ]);
    const elsewhere = { MADRE_URL: 'http://madre:8001', VX11_SUBGRAPH_TOKEN: 's' };
    expect(problemsOf({ VX11_ENGINES: engines, ...elsewhere })).toEqual([]);
  });

  it('shows no password of a URL', () => {
    const [problem] = problemsOf({ REDIS_URL: 'http://user:hunter2@127.0.0.1' });
    expect(JSON.stringify(problem)).not.toContain('hunter2');
  });

  it.each(['VX11_CATALOG', 'VX11_ENGINES', 'VX11_TOKENS'])('names a file of %s that is not there', (name) => {
    expect(problemsOf({ [name]: '/nowhere/file.yaml' })).toEqual([
      {
        file: 'environment',
        path: name,
        expected: 'a readable file',
        found: '/nowhere/file.yaml (ENOENT)',
      },
    ]);
    expect(problemsOf({ [name]: '/' })).toMatchObject([{ path: name, found: '/ (a folder)' }]);
  });
});

describe('tokens', () => {
  it.each([
    [{ VX11_TENTACULO_LINK_TOKEN: 'a', VX11_GATEWAY_TOKEN: 'b', VX11_TOKEN: 'c' }, 'a'],
    [{ VX11_GATEWAY_TOKEN: 'b', VX11_TOKEN: 'c' }, 'b'],
    [{ VX11_TOKEN: 'c' }, 'c'],
  ])('of %j the first one counts, with all scopes, and the local one no longer', (env, token) => {
    const config = readConfig(env);
    expect(config.tokens).toEqual([
      { name: 'main', sha256: hashToken(token), scopes: ['*'], expiresAt: undefined },
    ]);
    expect(config.usesLocalToken).toBe(false);
  });

  it('may come from a file, without its line break', () => {
    const config = readConfig({ VX11_TOKEN_FILE: file('token', 'from a file\n') });
    expect(config.tokens[0]?.sha256).toBe(hashToken('from a file'));
  });

  it('refuses a token given twice, a file without one and a file that cannot be read, and shows none', () => {
    const path = file('token', 'in the file\n');
    expect(problemsOf({ VX11_TOKEN: 'in the variable', VX11_TOKEN_FILE: path })).toEqual([
      {
        file: 'environment',
        path: 'VX11_TOKEN',
        expected: 'either VX11_TOKEN or VX11_TOKEN_FILE',
        found: 'both',
      },
    ]);
    expect(problemsOf({ VX11_TOKEN_FILE: file('empty', '\n') })).toMatchObject([
      { path: 'VX11_TOKEN_FILE', found: 'an empty file' },
    ]);
    expect(problemsOf({ VX11_TOKEN_FILE: '/nowhere/token' })).toMatchObject([{ path: 'VX11_TOKEN_FILE' }]);
  });

  it('reads names, scopes and expiry from VX11_TOKENS, beside the one of the environment', () => {
    const sha256 = hashToken('guest');
    const path = file(
      'tokens.yaml',
      `tokens:\n  - { name: guest, sha256: ${sha256.toUpperCase()}, scopes: [logs:read], expiresAt: 2027-01-01T00:00:00Z }\n`,
    );
    const config = readConfig({ VX11_TOKEN: 'mine', VX11_TOKENS: path, HOST: '0.0.0.0' });
    expect(config.tokens).toEqual([
      { name: 'main', sha256: hashToken('mine'), scopes: ['*'], expiresAt: undefined },
      { name: 'guest', sha256, scopes: ['logs:read'], expiresAt: Date.parse('2027-01-01T00:00:00Z') },
    ]);
  });

  it('may have no scope: they read', () => {
    const path = file(
      'tokens.yaml',
      `tokens:\n  - { name: reader, sha256: ${hashToken('r')}, scopes: [] }\n`,
    );
    expect(readConfig({ VX11_TOKENS: path }).tokens).toMatchObject([{ name: 'reader', scopes: [] }]);
  });

  it('of a file that cannot be read are not replaced by the local one', () => {
    expect(problemsOf({ HOST: '0.0.0.0', VX11_TOKENS: '/nowhere' })).toMatchObject([{ path: 'VX11_TOKENS' }]);
  });

  it.each(['127.0.0.1', '127.8.9.10', '::1', 'localhost'])('the local one opens the door on %s', (host) => {
    expect(readConfig({ HOST: host }).usesLocalToken).toBe(true);
  });

  it.each(['0.0.0.0', '::', '192.168.1.4', 'example.org', '128.0.0.1', '127.example.org'])(
    'the local one is refused on %s',
    (host) => {
      expect(problemsOf({ HOST: host })).toMatchObject([{ path: 'VX11_TOKEN' }]);
      expect(problemsOf({ HOST: host, VX11_TOKEN: 'vx11-local-token' })).toMatchObject([
        { path: 'VX11_TOKEN' },
      ]);
      expect(problemsOf({ HOST: host, VX11_TOKEN: 'one of my own' })).toEqual([]);
    },
  );
});

describe('the subgraph token', () => {
  it.each(['MADRE_URL', 'SWITCH_URL', 'OPERATOR_URL'])('is demanded where %s is set', (name) => {
    const problems = problemsOf({ [name]: 'http://10.0.0.2:8001' });
    expect(problems).toMatchObject([{ path: 'VX11_SUBGRAPH_TOKEN', found: 'nothing' }]);
    expect(problems[0]?.expected).toContain(name);
  });

  it('names an unreadable file once', () => {
    const path = file('subgraph-token', 'x');
    const missing = problemsOf({
      MADRE_URL: 'http://madre:8001',
      VX11_SUBGRAPH_TOKEN_FILE: `${path}-not-there`,
    });
    expect(missing).toMatchObject([{ path: 'VX11_SUBGRAPH_TOKEN_FILE' }]);
  });
});

describe('the keys of engines', () => {
  it('are those that the engines file names, and no other', () => {
    const engines = file(
      'engines.yaml',
      'engines:\n  - { id: mine, provider: openai-compatible, baseUrl: "http://127.0.0.1:1/v1", model: m, apiKeyEnv: MY_KEY }\n',
    );
    const config = readConfig({ VX11_ENGINES: engines, MY_KEY: 'one', OPENAI_API_KEY: 'two' });
    expect(config.engineSecrets).toEqual({ MY_KEY: 'one' });
  });

  it('are handed on as the files that they were given in, for these may change', () => {
    const key = file('key', 'one\n');
    expect(readConfig({ OPENAI_API_KEY_FILE: key }).engineSecrets).toEqual({ OPENAI_API_KEY_FILE: key });
  });
});
