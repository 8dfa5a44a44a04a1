import { z } from 'zod';
import {
  ConfigurationError,
  type ConfigurationProblem,
} from '../../platform/configuration/configuration-error.ts';
import { readYamlFile } from '../../platform/configuration/yaml-file.ts';
import type { EngineConfig, EnginesConfig } from './registry/engine-config.ts';
import { defaultBreaker, defaultLimits, enginesOfKeys } from './registry/engine-defaults.ts';

/** VX11_ENGINES, or without a file the engines whose keys are set. Throws ConfigurationError. */
export function readEngines(
  file: string | undefined,
  secrets: (variable: string) => string | undefined,
): EnginesConfig {
  if (file === undefined) return { strategy: 'ORDERED', engines: enginesOfKeys(secrets) };
  const read = readYamlFile(file, enginesFile);
  const leaks = read.engines.flatMap((engine, index) => secretsWithin(file, engine, index));
  if (leaks.length > 0) throw new ConfigurationError(leaks);
  return { strategy: 'ORDERED', engines: read.engines.map(toEngineConfig) };
}

const milliseconds = z.number().int().min(1).max(3_600_000).exactOptional();

const engine = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'an id of at most 64 of a-z, 0-9, ., _ and -'),
  provider: z.enum(['openai-compatible', 'deepseek']),
  baseUrl: z.string().refine(isHttpUrl, 'an http or https URL without query and fragment'),
  model: z.string().min(1).max(256),
  apiKeyEnv: z.string().optional(),
  service: z.string().min(1).optional(),
  contextTokens: z.number().int().min(256).default(8_192),
  capabilities: z
    .strictObject({ tools: z.boolean(), structuredOutput: z.boolean(), reasoning: z.boolean() })
    .partial()
    .default({}),
  limits: z
    .strictObject({
      maxConcurrent: z.number().int().min(1).max(1_000).exactOptional(),
      connectTimeoutMs: milliseconds,
      firstTokenTimeoutMs: milliseconds,
      idleTimeoutMs: milliseconds,
      totalTimeoutMs: milliseconds,
    })
    .default({}),
  breaker: z
    .strictObject({
      threshold: z.number().int().min(1).max(100).exactOptional(),
      coolDownMs: milliseconds,
      longestCoolDownMs: milliseconds,
    })
    .default({}),
});

const enginesFile = z
  .strictObject({
    // The other strategies of the schema follow; an unknown wish is refused rather than ignored.
    strategy: z.enum(['ordered']).default('ordered'),
    engines: z.array(engine).max(64).default([]),
  })
  .superRefine(({ engines }, check) => {
    const seen = new Set<string>();
    for (const [index, { id }] of engines.entries()) {
      if (seen.has(id))
        check.addIssue({
          code: 'custom',
          path: ['engines', index, 'id'],
          message: 'an id that no other engine has',
        });
      seen.add(id);
    }
  });

type EngineEntry = z.output<typeof engine>;

function toEngineConfig(entry: EngineEntry): EngineConfig {
  const isLocal = entry.service !== undefined;
  return {
    id: entry.id,
    provider: entry.provider === 'deepseek' ? 'DEEPSEEK' : 'OPENAI_COMPATIBLE',
    baseUrl: entry.baseUrl,
    model: entry.model,
    apiKeyEnv: entry.apiKeyEnv,
    service: entry.service,
    capabilities: {
      streaming: true,
      tools: entry.capabilities.tools ?? false,
      structuredOutput: entry.capabilities.structuredOutput ?? false,
      reasoning: entry.capabilities.reasoning ?? false,
      contextTokens: entry.contextTokens,
    },
    limits: { ...defaultLimits(isLocal), ...entry.limits },
    breaker: { ...defaultBreaker, ...entry.breaker },
  };
}

/** A person who writes the key where its variable's name belongs must not find it in the start's output. */
function secretsWithin(file: string, entry: EngineEntry, index: number): readonly ConfigurationProblem[] {
  const problems: ConfigurationProblem[] = [];
  const variable = entry.apiKeyEnv;
  const found = 'something else, not shown because it may be a secret';
  if (variable !== undefined && !/^[A-Z][A-Z0-9_]{0,127}$/.test(variable)) {
    problems.push({
      file,
      path: `engines.${index}.apiKeyEnv`,
      expected: 'the name of an environment variable, as DEEPSEEK_API_KEY',
      found,
    });
  } else if (variable?.startsWith('VX11_') === true) {
    // Those are the tokens of this stack, and no engine is to receive one.
    problems.push({
      file,
      path: `engines.${index}.apiKeyEnv`,
      expected: 'a variable that is not one of VX11_…',
      found: variable,
    });
  }
  const url = new URL(entry.baseUrl);
  if (url.username !== '' || url.password !== '') {
    problems.push({
      file,
      path: `engines.${index}.baseUrl`,
      expected: 'a URL without user and password',
      found,
    });
  }
  return problems;
}

function isHttpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return (url.protocol === 'http:' || url.protocol === 'https:') && url.search === '' && url.hash === '';
}
