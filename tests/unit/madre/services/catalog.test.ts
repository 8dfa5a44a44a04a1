import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCatalog } from '../../../../subgraphs/madre/catalog.ts';
import { tempDir } from '../../../support/temp-dir.ts';

describe('the shipped catalog', () => {
  test('has the seven on-demand services on their ports', () => {
    expect([...readCatalog(undefined).values()].map(({ name, port }) => [name, port])).toEqual([
      ['switch', 8002],
      ['hermes', 8003],
      ['hormiguero', 8004],
      ['manifestator', 8005],
      ['mcp', 8006],
      ['shubniggurath', 8007],
      ['spawner', 8008],
    ]);
  });

  test('runs switch, which serves its subgraph, and hermes as processes; the others have containers only', () => {
    const services = [...readCatalog(undefined).values()];
    expect(
      services.filter(({ process }) => process !== undefined).map(({ name, subgraph }) => [name, subgraph]),
    ).toEqual([
      ['switch', 'switch'],
      ['hermes', undefined],
    ]);
    expect(services.every(({ name, docker }) => docker?.service === name)).toBe(true);
  });
});

describe('a catalog file', () => {
  test('fills in the defaults', () => {
    expect(catalogOf('services:\n  one: { port: 9001 }\n').get('one')).toEqual({
      name: 'one',
      description: '',
      port: 9001,
      dependsOn: [],
      probe: { kind: 'tcp', timeoutMs: 1_000 },
      activity: undefined,
      drift: { stoppedByHand: 'restart', startedByHand: 'stop', adoptTtlSec: 600 },
      operative: false,
      startTimeoutSec: 30,
      stopGraceSec: 10,
      memoryMb: 256,
      process: undefined,
      docker: undefined,
      subgraph: undefined,
    });
  });

  test('may be JSON', () => {
    const services = {
      one: { port: 9001, probe: { http: '/up', expectStatus: 204 }, process: { command: 'x' } },
    };
    expect(catalogOf(JSON.stringify({ services })).get('one')).toMatchObject({
      probe: { kind: 'http', path: '/up', timeoutMs: 1_000, expectStatus: 204 },
      process: { command: 'x', args: [], env: {}, cwd: '.' },
    });
  });

  test.each([
    [
      'an unknown key',
      'services:\n  one:\n    port: 9001\n    prot: 1\n',
      4,
      'services.one.prot',
      'no such key',
      'prot',
    ],
    ['a missing port', 'services:\n  one:\n    memoryMb: 1\n', 2, 'services.one.port', 'number', 'nothing'],
    [
      'a port out of range',
      'services:\n  one:\n    port: 70000\n',
      3,
      'services.one.port',
      'at most 65535',
      '70000',
    ],
    [
      'a port of the core',
      'services:\n  one:\n    port: 8000\n',
      3,
      'services.one.port',
      'tentaculo_link has this one',
      '8000',
    ],
    [
      'a port taken twice',
      'services:\n  one: { port: 9001 }\n  two:\n    port: 9001\n',
      4,
      'services.two.port',
      'one has this one',
      '9001',
    ],
    [
      'a core name',
      'services:\n  madre:\n    port: 9001\n',
      2,
      'services.madre',
      'core and built in',
      '{"port":9001}',
    ],
    [
      'a name that is not one',
      'services:\n  "../x":\n    port: 9001\n',
      2,
      'services.../x',
      'a-z, 0-9',
      '{"port":9001}',
    ],
    [
      'an unknown dependency',
      'services:\n  one:\n    port: 9001\n    dependsOn: [two]\n',
      4,
      'services.one.dependsOn.0',
      'a service in this file',
      '"two"',
    ],
    [
      'a probe of no kind',
      'services:\n  one:\n    port: 9001\n    probe: { udp: true }\n',
      4,
      'services.one.probe',
      '{ tcp: true }',
      '{"udp":true}',
    ],
    [
      'a service kind of its own',
      'services:\n  one:\n    port: 9001\n    kind: core\n',
      4,
      'services.one.kind',
      'on-demand',
      '"core"',
    ],
    ['no services', '{}\n', 1, 'services', 'record', 'nothing'],
  ])('is refused for %s, with line, expected and found', (_what, text, line, path, expected, found) => {
    expect(problemsOf(text)).toEqual([
      expect.objectContaining({
        line,
        path,
        expected: expect.stringContaining(expected) as string,
        found: expect.stringContaining(found) as string,
      }),
    ]);
  });

  test('is refused for a cycle of dependencies, which it names', () => {
    const text =
      'services:\n  a: { port: 9001, dependsOn: [b] }\n  b: { port: 9002, dependsOn: [c] }\n  c: { port: 9003, dependsOn: [a] }\n';
    expect(problemsOf(text)).toEqual([
      expect.objectContaining({ line: 2, expected: 'no cycle, but a -> b -> c -> a' }),
    ]);
  });

  test('tells all problems at once', () => {
    expect(problemsOf('services:\n  one: { port: 0 }\n  two: { port: 9001, memoryMb: lots }\n')).toHaveLength(
      2,
    );
  });
});

function catalogOf(text: string): ReturnType<typeof readCatalog> {
  const file = join(tempDir(), 'catalog.yaml');
  writeFileSync(file, text);
  return readCatalog(file);
}

function problemsOf(text: string): unknown {
  try {
    catalogOf(text);
  } catch (error) {
    if (error instanceof Error && 'problems' in error) return error.problems;
    throw error;
  }
  throw new Error('the catalog was accepted');
}
