import { z } from 'zod';
import type { EngineStrategy } from '../routing/strategies.ts';

/** By their names in the file. */
export const strategyNames = {
  ordered: 'ORDERED',
  'weighted-score': 'WEIGHTED_SCORE',
  'lowest-latency': 'LOWEST_LATENCY',
  bandit: 'BANDIT',
} as const satisfies Record<string, EngineStrategy>;

const remoteProviders = ['openai-compatible', 'deepseek'] as const;
export const providers = [...remoteProviders, 'scripted'] as const;
export const budgetPeriods = ['hour', 'day', 'month'] as const;

const milliseconds = z.number().int().min(1).max(3_600_000).exactOptional();
const usd = z.number().min(0).max(1_000_000);

const anyEngine = {
  id: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'an id of at most 64 of a-z, 0-9, ., _ and -'),
  service: z.string().min(1).optional(),
  contextTokens: z.number().int().min(256).default(8_192),
  maxOutputTokens: z.number().int().min(1).max(1_000_000).exactOptional(),
  capabilities: z
    .strictObject({
      tools: z.boolean().exactOptional(),
      structuredOutput: z.boolean().exactOptional(),
      reasoning: z.boolean().exactOptional(),
    })
    .default({}),
  weight: z.number().min(0).max(100).default(1),
  price: z.strictObject({ input: usd, output: usd }).exactOptional(),
  budget: z
    .strictObject({
      period: z.enum(budgetPeriods),
      usd: usd.exactOptional(),
      tokens: z.number().int().min(0).exactOptional(),
    })
    .refine((budget) => budget.usd !== undefined || budget.tokens !== undefined, 'usd, tokens or both')
    .exactOptional(),
  limits: z
    .strictObject({
      maxConcurrent: z.number().int().min(1).max(1_000).exactOptional(),
      maxQueue: z.number().int().min(0).max(1_000).exactOptional(),
      queueTimeoutMs: milliseconds,
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
};

const remoteEngine = z.strictObject({
  ...anyEngine,
  provider: z.enum(remoteProviders),
  baseUrl: z.string().refine(isHttpUrl, 'an http or https URL without query and fragment'),
  model: z.string().min(1).max(256),
  apiKeyEnv: z.string().optional(),
});

const scriptedEngine = z.strictObject({
  ...anyEngine,
  provider: z.literal('scripted'),
  script: z
    .array(z.strictObject({ match: z.string().min(1).exactOptional(), text: z.string().min(1).max(10_000) }))
    .min(1)
    .max(100),
});

const engine = z.discriminatedUnion('provider', [remoteEngine, scriptedEngine], {
  error: ({ code }) => (code === 'invalid_union' ? `one of ${providers.join(', ')}` : undefined),
});

export type EngineEntry = z.output<typeof engine>;

export const enginesFile = z
  .strictObject({
    strategy: z.enum(Object.keys(strategyNames) as (keyof typeof strategyNames)[]).default('ordered'),
    seed: z.number().int().min(0).max(2_147_483_647).optional(),
    /** Nobody is to take a recited text for an answer by accident. */
    allowScripted: z.boolean().default(false),
    engines: z.array(engine).max(64).default([]),
  })
  .superRefine(({ engines, allowScripted }, check) => {
    const seen = new Set<string>();
    for (const [index, { id, provider, price, budget }] of engines.entries()) {
      const object = (path: readonly string[], message: string): void =>
        check.addIssue({ code: 'custom', path: ['engines', index, ...path], message });
      if (seen.has(id)) object(['id'], 'an id that no other engine has');
      seen.add(id);
      if (provider === 'scripted' && !allowScripted)
        object(['provider'], 'openai-compatible or deepseek; scripted only with allowScripted: true');
      if (budget?.usd !== undefined && price === undefined)
        object(['budget', 'usd'], 'no usd where the engine has no price');
    }
  });

function isHttpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return (url.protocol === 'http:' || url.protocol === 'https:') && url.search === '' && url.hash === '';
}
