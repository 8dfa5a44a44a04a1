import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { tempDir } from './support/temp-dir.ts';

const file = 'docker-compose.yml';
const compose = z
  .object({
    name: z.string(),
    services: z.record(
      z.string(),
      z.object({
        profiles: z.array(z.string()).optional(),
        ports: z.array(z.string()).optional(),
        volumes: z.array(z.string()).optional(),
        networks: z.array(z.string()).default([]),
        network_mode: z.string().optional(),
        environment: z.record(z.string(), z.string().nullable()).optional(),
        command: z.array(z.string()).optional(),
        healthcheck: z.unknown().optional(),
        restart: z.string(),
        init: z.boolean(),
      }),
    ),
    networks: z.record(z.string(), z.object({ internal: z.boolean().optional() })),
  })
  .parse(parse(readFileSync(file, 'utf8'), { merge: true }));
const services = Object.entries(compose.services);
const core = ['tentaculo_link', 'madre', 'sentinel', 'redis'];
const onDemand = ['switch', 'hermes', 'hormiguero', 'manifestator', 'mcp', 'shubniggurath', 'spawner'];

test('the file follows the compose specification and its linter', () => {
  expect(problemsOf(file)).toEqual([]);
});

test('the check tells of a key that the specification does not know', () => {
  const broken = join(tempDir(), 'docker-compose.yml');
  writeFileSync(broken, 'name: x\nservices:\n  a:\n    image: a:1\n    restrat: "no"\n');
  expect(problemsOf(broken)).not.toEqual([]);
});

test('`docker compose up` starts the core and nothing else', () => {
  expect(compose.name).toBe('vx11');
  expect(services.filter(([, service]) => service.profiles === undefined).map(([name]) => name)).toEqual(
    core,
  );
});

test('each component that sleeps is behind a profile of its own name', () => {
  const profiled = services.filter(([, service]) => service.profiles !== undefined);
  expect(profiled.map(([name]) => name).sort()).toEqual([...onDemand].sort());
  for (const [name, service] of profiled) expect(service.profiles).toEqual([name]);
});

test('only the door is published, and on loopback', () => {
  expect(
    services.flatMap(([name, service]) => (service.ports ?? []).map((port) => `${name} ${port}`)),
  ).toEqual(['tentaculo_link 127.0.0.1:8000:8000']);
});

test('madre and the sentinel alone have the Docker socket', () => {
  const withSocket = services.filter(([, service]) =>
    service.volumes?.some((volume) => volume.includes('docker.sock')),
  );
  expect(withSocket.map(([name]) => name)).toEqual(['madre', 'sentinel']);
});

test("the sentinel runs apart, on madre's data, and has no network", () => {
  expect(compose.services['madre']?.environment).toMatchObject({ VX11_SENTINEL: 'apart' });
  expect(compose.services['sentinel']).toMatchObject({
    command: ['node', 'dist/subgraphs/sentinel.js', '--data-dir', '/data'],
    network_mode: 'none',
    networks: [],
  });
  expect(compose.services['sentinel']?.volumes).toContain('madre-data:/data');
  expect(compose.services['madre']?.volumes).toContain('madre-data:/data');
});

test('nothing restarts what madre manages, and its processes are reaped', () => {
  for (const name of onDemand)
    expect(compose.services[name], name).toMatchObject({ restart: 'no', init: true });
});

test('the core is on an internal network, and only the door, switch and hermes are on another', () => {
  expect(compose.networks['inside']).toMatchObject({ internal: true });
  for (const [name, service] of services)
    if (service.network_mode !== 'none') expect(service.networks, name).toContain('inside');
  expect(services.filter(([, service]) => service.networks.length > 1).map(([name]) => name)).toEqual([
    'tentaculo_link',
    'switch',
    'hermes',
  ]);
});

test('bound to every address, the gateway demands a token, and whoever speaks between processes the shared one', () => {
  expect(compose.services['tentaculo_link']?.environment).toMatchObject({ HOST: '0.0.0.0' });
  expect(compose.services['tentaculo_link']?.environment?.['VX11_TOKEN']).toMatch(/^\$\{VX11_TOKEN:\?/);
  for (const name of ['tentaculo_link', 'madre', 'switch', 'hermes']) {
    expect(compose.services[name]?.environment?.['VX11_SUBGRAPH_TOKEN'], name).toMatch(
      /^\$\{VX11_SUBGRAPH_TOKEN:\?/,
    );
  }
});

test('redis is not published and tells of its health', () => {
  expect(compose.services['redis']).toMatchObject({ healthcheck: { test: ['CMD', 'redis-cli', 'ping'] } });
  expect(compose.services['redis']?.ports).toBeUndefined();
});

test('the image installs from the lock, runs without root and never phones its maker', () => {
  const dockerfile = readFileSync('Dockerfile', 'utf8');
  const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
  expect(
    dockerfile
      .match(/^FROM (\S+)/gm)
      ?.filter((from) => !/ (manifests)$/.test(from))
      .every((from) => from === 'FROM node:20-bookworm-slim'),
  ).toBe(true);
  expect(dockerfile).not.toMatch(/npm (i|install)\b/);
  expect(last).toMatch(/^USER node$/m);
  expect(last).toMatch(/APOLLO_TELEMETRY_DISABLED=true/);
  expect(last).not.toMatch(/COPY --from=build \/app\/node_modules/);
});

test('what the image copies and runs exists', () => {
  const dockerfile = readFileSync('Dockerfile', 'utf8');
  const copied = [...dockerfile.matchAll(/^COPY (?!--)(.+) \S+$/gm)]
    .flatMap((match) => (match[1] ?? '').split(' '))
    .filter((path) => path !== '.');
  expect(copied.length).toBeGreaterThan(3);
  for (const path of copied) expect(() => readFileSync(path), path).not.toThrow(/ENOENT/);
  const programs = services.flatMap(([, service]) =>
    service.command?.[0] === 'node' ? [service.command[1] ?? ''] : [],
  );
  for (const program of programs) {
    const source = program.replace(/^dist\//, '').replace(/\.js$/, '.ts');
    expect(() => readFileSync(source), source).not.toThrow();
  }
});

/** dclint's own declarations import without file endings, which this project's module resolution refuses. */
interface Linter {
  readonly DCLinter: new (config: object) => {
    lintFiles(
      paths: readonly string[],
      recursive: boolean,
    ): readonly { readonly messages: readonly { line: number; rule: string; message: string }[] }[];
  };
}

function problemsOf(path: string): string[] {
  const require = createRequire(import.meta.url);
  const { DCLinter } = require('dclint') as Linter;
  const linter = new DCLinter({
    rules: {
      // One image for three services, told once; and the reading order is core first.
      'no-build-and-image': 0,
      'service-keys-order': 0,
      'services-alphabetical-order': 0,
      'service-dependencies-alphabetical-order': 0,
      'top-level-properties-order': 0,
    },
    quiet: true,
    debug: false,
    exclude: [],
  });
  return linter
    .lintFiles([path], false)
    .flatMap((result) =>
      result.messages.map((message) => `${message.line}: ${message.rule}: ${message.message}`),
    );
}
