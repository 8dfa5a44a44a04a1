import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../platform/clock.ts';
import type { CompletionTool } from '../../../schema/completion.ts';
import type { EngineConfig } from '../../../subgraphs/switch/configuration/engine-config.ts';
import { needOf } from '../../../subgraphs/switch/usage/need.ts';
import { attemptsOf, collect, completing } from '../../support/completing.ts';
import { breaksAfter } from '../../support/scripted-engine.ts';
import { engineConfig, startEngines } from '../../support/switch-engines.ts';

const tool: CompletionTool = { name: 'status', description: 'x'.repeat(40_000), parameters: {} };
const budget = { period: 'day', tokens: 1_000 } as const;

describe('what a conversation needs of an engine', () => {
  const request = { messages: [{ role: 'user', content: 'four' }], tools: [tool] } as const;
  const needed = (tools: boolean, promptRatio: number | null = 1) =>
    needOf(request)({ config: engine(tools), promptRatio });

  it('holds the tools on offer where the engine takes tools', () => {
    expect(needed(true).promptTokens).toBeGreaterThan(10_000);
    expect(needed(true).most.tokens).toBeGreaterThan(40_000);
  });

  it('holds none of them where it does not: it is not told of them', () => {
    // One token of text; at most its four bytes and the frame of the message.
    expect(needed(false)).toEqual({ promptTokens: 1, mostPrompt: 20, most: { usd: 0, tokens: 20 } });
  });

  it('is as much more as the engine bills for it, four times as much before the first bill', () => {
    expect(needed(false, 2.51).most.tokens).toBe(51);
    expect(needed(false, null).most.tokens).toBe(80);
  });
});

describe('an engine without tools', () => {
  it('is asked although the tools on offer alone would exceed its context and its budget', async () => {
    const { registry, servers } = await startEngines(systemClock, { plain: { budget } });
    const events = await collect(completing(registry, { tools: [tool] }));
    expect(attemptsOf(events)).toEqual(['plain SERVED']);
    expect(servers.plain.requests[0]?.body).not.toHaveProperty('tools');
  });

  it('pays nothing for them where it broke off before it said what it read', async () => {
    const { registry, servers } = await startEngines(systemClock, { plain: { budget } });
    servers.plain.script(breaksAfter('12345678'));
    await collect(completing(registry, { tools: [tool] }));
    expect(registry.get('plain')?.spending.tokens).toBe(4);
  });
});

function engine(tools: boolean): EngineConfig {
  const config = engineConfig('one', 'http://127.0.0.1:1/v1', { budget });
  return { ...config, capabilities: { ...config.capabilities, tools } };
}
