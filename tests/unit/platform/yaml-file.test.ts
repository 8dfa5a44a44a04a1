import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { ConfigurationError } from '../../../platform/configuration/configuration-error.ts';
import { parseYaml, readYamlFile } from '../../../platform/configuration/yaml-file.ts';
import { tempDir } from '../../support/temp-dir.ts';

const schema = z.strictObject({
  services: z.record(
    z.string().regex(/^[a-z]+$/),
    z.strictObject({
      port: z.int().min(1).max(65535),
      kind: z.enum(['core', 'on-demand']).default('on-demand'),
      tags: z.array(z.string()).optional(),
    }),
  ),
});

function problemsOf(text: string) {
  try {
    parseYaml('services.yaml', text, schema);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  throw new Error('accepted');
}

it('reads a file and fills in defaults', () => {
  const path = join(tempDir(), 'services.yaml');
  writeFileSync(path, 'services:\n  switch: { port: 8002 }\n');
  expect(readYamlFile(path, schema)).toEqual({ services: { switch: { port: 8002, kind: 'on-demand' } } });
});

it('reads JSON, which is YAML too', () => {
  expect(parseYaml('x.json', '{"services": {"mcp": {"port": 8006}}}', schema)).toEqual({
    services: { mcp: { port: 8006, kind: 'on-demand' } },
  });
});

it('reports every problem at once, each with its line, what was expected and what came', () => {
  const text = [
    'services:',
    '  switch:',
    '    port: 99999',
    '    kind: sometimes',
    '  hermes:',
    '    prot: 1',
    '    tags:',
    '      - a',
    '      - 7',
  ].join('\n');
  const at = { file: 'services.yaml' };
  expect(problemsOf(text)).toEqual(
    expect.arrayContaining([
      {
        ...at,
        line: 3,
        path: 'services.switch.port',
        expected: expect.stringContaining('at most 65535') as string,
        found: '99999',
      },
      {
        ...at,
        line: 4,
        path: 'services.switch.kind',
        expected: 'one of core, on-demand',
        found: '"sometimes"',
      },
      { ...at, line: 6, path: 'services.hermes.prot', expected: 'no such key', found: 'prot' },
      {
        ...at,
        line: 5,
        path: 'services.hermes.port',
        expected: expect.stringMatching(/int|number/) as string,
        found: 'nothing',
      },
      { ...at, line: 9, path: 'services.hermes.tags.1', expected: 'string', found: '7' },
    ]),
  );
  expect(problemsOf(text)).toHaveLength(5);
});

it('reports a key of a wrong form at its line, with the form that keys have', () => {
  const [problem] = problemsOf('services:\n  BAD NAME:\n    port: 1\n');
  expect(problem).toMatchObject({ line: 2, path: 'services.BAD NAME' });
  expect(problem?.expected).toContain('^[a-z]+$');
});

it.each([
  ['a tab where YAML wants spaces', 'services:\n\tswitch: 1\n', 2],
  ['an open bracket', 'services: {\n', 2],
  ['the same key twice', 'services: {}\nservices: {}\n', 2],
])('reports %s with its line', (_title, text, line) => {
  expect(problemsOf(text)[0]).toMatchObject({ file: 'services.yaml', expected: 'valid YAML', line });
});

it('reports an anchor that is missing', () => {
  expect(problemsOf('services: *nowhere\n')[0]).toMatchObject({ expected: 'valid YAML' });
});

it('refuses a file that is a list', () => {
  expect(problemsOf('- a\n')[0]).toMatchObject({ line: 1, path: '', found: '["a"]' });
});

it('takes an empty file as an empty object', () => {
  expect(problemsOf('')[0]).toMatchObject({ path: 'services', found: 'nothing', line: 1 });
});

it('names a file that is not there', () => {
  const path = join(tempDir(), 'absent.yaml');
  expect(() => readYamlFile(path, schema)).toThrow(`${path} expected a readable file, found ENOENT`);
});

it('says all in its message, one line a problem', () => {
  const error = new ConfigurationError([
    { file: 'environment', path: 'PORT', expected: 'a port', found: '"x"' },
    { file: 'a.yaml', line: 3, path: 'engines.0.id', expected: 'string', found: '7' },
  ]);
  expect(error.message.split('\n')).toEqual([
    'the configuration cannot be used:',
    '  environment PORT: expected a port, found "x"',
    '  a.yaml:3 engines.0.id: expected string, found 7',
  ]);
});
