import { z } from 'zod';
import { attempt, type ConfigurationProblem } from '../../platform/configuration/configuration-error.ts';
import type { EnvironmentReader } from '../../platform/configuration/environment.ts';
import { readYamlFile } from '../../platform/configuration/yaml-file.ts';
import type { HeaderRule, HeaderRules } from './header-rules.ts';

/**
 * Those of one connection alone, and those that frame or encode a message, mean nothing at the next one; the token of this gateway is
 * nobody else's.
 */
const OF_THIS_CONNECTION =
  /^(connection|content-encoding|content-length|content-type|accept|accept-encoding|expect|host|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|sec-websocket-.*|x-vx11-token)$/;

/** The name of a header that a rule may have, in lower case. */
export const headerName = z
  .string()
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/)
  .transform((name) => name.toLowerCase())
  .refine((name) => !OF_THIS_CONNECTION.test(name))
  .describe('the name of a header such as authorization, not one of the connection');

const names = z.array(headerName).default([]);
const value = z.string().regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'text that can stand in a header');
const rule = z.strictObject({
  forward: names,
  remove: names,
  set: z.record(headerName, value).default({}),
  setFrom: z
    .record(headerName, z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'a variable such as REVIEWS_KEY'))
    .default({}),
});
const rulesFile = z.strictObject({
  all: rule.prefault({}),
  subgraphs: z.record(z.string(), rule).default({}),
});

/** `named`: headers that every subgraph sees without a file. What is wrong is added to the reader's problems. */
export function readHeaderRules(
  reader: EnvironmentReader,
  file: string | undefined,
  named: readonly string[],
): HeaderRules {
  const read = file === undefined ? undefined : attempt(reader.problems, () => readYamlFile(file, rulesFile));
  const { all, subgraphs } = read ?? rulesFile.parse({});
  const resolved = (one: z.output<typeof rule>, path: string): HeaderRule =>
    toRule(one, reader, { file: file ?? '', path });
  const ofAll = resolved(all, 'all');
  const entries = Object.entries(subgraphs).map(
    ([name, one]) => [name, resolved(one, `subgraphs.${name}`)] as const,
  );
  return {
    all: { ...ofAll, forward: [...named, ...ofAll.forward] },
    subgraphs: new Map(entries),
  };
}

/** Secrets stay in the environment, or in the files that it names. */
function toRule(
  { setFrom, ...rest }: z.output<typeof rule>,
  reader: EnvironmentReader,
  at: Pick<ConfigurationProblem, 'file' | 'path'>,
): HeaderRule {
  const secrets = Object.entries(setFrom).map(([name, variable]) => {
    const secret = reader.secret(variable);
    if (secret === undefined && !reader.isSet(variable))
      reader.problems.push({
        ...at,
        path: `${at.path}.setFrom.${name}`,
        expected: `the variable ${variable}, or ${variable}_FILE, to be set`,
        found: 'nothing',
      });
    return [name, secret ?? ''] as const;
  });
  return { ...rest, set: { ...rest.set, ...Object.fromEntries(secrets) } };
}
