import {
  ConfigurationError,
  type ConfigurationProblem,
} from '../../../platform/configuration/configuration-error.ts';
import { NOT_SHOWN } from '../../../platform/configuration/schema-issue.ts';
import { readYamlFile } from '../../../platform/configuration/yaml-file.ts';
import { discretion } from './discretion.ts';
import type { EngineConfig, EnginesConfig } from './engine-config.ts';
import { defaultBreaker, defaultLimits, enginesOfKeys } from './engine-defaults.ts';
import { enginesFile, strategyNames, type EngineEntry } from './engines-schema.ts';

/** VX11_ENGINES, or without a file the engines whose keys are set. Throws ConfigurationError. */
export function readEngines(
  file: string | undefined,
  secrets: (variable: string) => string | undefined,
): EnginesConfig {
  if (file === undefined) return { strategy: 'ORDERED', seed: undefined, engines: enginesOfKeys(secrets) };
  const read = readYamlFile(file, enginesFile, discretion);
  const leaks = read.engines.flatMap((engine, index) => secretsWithin(file, engine, index));
  if (leaks.length > 0) throw new ConfigurationError(leaks);
  return {
    strategy: strategyNames[read.strategy],
    seed: read.seed,
    engines: read.engines.map(toEngineConfig),
  };
}

function toEngineConfig(entry: EngineEntry): EngineConfig {
  const isLocal = entry.service !== undefined;
  const { budget = null } = entry;
  return {
    id: entry.id,
    ...sourceOf(entry),
    service: entry.service,
    capabilities: {
      streaming: true,
      ...defaultCapabilities[entry.provider],
      ...entry.capabilities,
      contextTokens: entry.contextTokens,
    },
    limits: { ...defaultLimits(isLocal), ...entry.limits },
    breaker: { ...defaultBreaker, ...entry.breaker },
    weight: entry.weight,
    // What runs here, or only recites, costs nothing unless somebody says what.
    price: entry.price ?? (isLocal || entry.provider === 'scripted' ? { input: 0, output: 0 } : undefined),
    budget,
    maxOutputTokens: entry.maxOutputTokens ?? (budget === null ? undefined : BUDGETED_OUTPUT_TOKENS),
  };
}

/** An answer without an end cannot be reserved for. */
const BUDGETED_OUTPUT_TOKENS = 4_096;

const none = { tools: false, structuredOutput: false, reasoning: false };
const defaultCapabilities = {
  'openai-compatible': none,
  deepseek: { tools: true, structuredOutput: true, reasoning: true },
  scripted: none,
};

function sourceOf(
  entry: EngineEntry,
): Pick<EngineConfig, 'provider' | 'baseUrl' | 'model' | 'apiKeyEnv' | 'script'> {
  if (entry.provider === 'scripted') {
    const nobody = { baseUrl: undefined, apiKeyEnv: undefined };
    return { provider: 'SCRIPTED', model: 'scripted', script: entry.script, ...nobody };
  }
  const { baseUrl, model, apiKeyEnv } = entry;
  const provider = entry.provider === 'deepseek' ? 'DEEPSEEK' : 'OPENAI_COMPATIBLE';
  return { provider, baseUrl, model, apiKeyEnv, script: [] };
}

/** A person who writes the key where its variable's name belongs must not find it in the start's output. */
function secretsWithin(file: string, entry: EngineEntry, index: number): readonly ConfigurationProblem[] {
  const problems: ConfigurationProblem[] = [];
  const variable = entry.provider === 'scripted' ? undefined : entry.apiKeyEnv;
  if (variable !== undefined && !/^[A-Z][A-Z0-9_]{0,127}$/.test(variable)) {
    problems.push({
      file,
      path: `engines.${index}.apiKeyEnv`,
      expected: 'the name of an environment variable, as DEEPSEEK_API_KEY',
      found: NOT_SHOWN,
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
  const url = entry.provider === 'scripted' ? undefined : new URL(entry.baseUrl);
  if (url === undefined) return problems;
  if (url.username !== '' || url.password !== '') {
    problems.push({
      file,
      path: `engines.${index}.baseUrl`,
      expected: 'a URL without user and password',
      found: NOT_SHOWN,
    });
  }
  return problems;
}
