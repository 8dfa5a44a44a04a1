import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../platform/clock.ts';
import type { CompletionMessage, CompletionTool } from '../../../schema/completion.ts';
import type { EngineConfig } from '../../../subgraphs/switch/configuration/engine-config.ts';
import type { EngineRecord } from '../../../subgraphs/switch/registry/engine-record.ts';
import { needOf } from '../../../subgraphs/switch/usage/need.ts';
import { attemptsOf, collect, completing } from '../../support/completing.ts';
import { engineConfig, startEngines } from '../../support/switch-engines.ts';

const LONG = 'x'.repeat(40_000);
const ask: CompletionMessage = { role: 'user', content: 'Is it up?' };

/** What one engine may be told, and another is not. */
const histories = {
  thoughts: [ask, { role: 'assistant', content: 'Yes.', reasoning: LONG }, ask],
  calls: [
    ask,
    { role: 'assistant', content: '', toolCalls: [{ id: 'a', name: 'status', arguments: LONG }] },
    { role: 'tool', content: '{"up":true}', toolCallId: 'a' },
  ],
} satisfies Record<string, CompletionMessage[]>;

interface Able {
  readonly tools: boolean;
  readonly reasoning: boolean;
}
const abilities: readonly Able[] = [
  { tools: false, reasoning: false },
  { tools: false, reasoning: true },
  { tools: true, reasoning: false },
  { tools: true, reasoning: true },
];

describe('an engine', () => {
  it.each<[keyof typeof histories, Able, string]>([
    ['thoughts', { tools: false, reasoning: false }, 'SERVED'],
    ['thoughts', { tools: false, reasoning: true }, 'SERVED'],
    ['thoughts', { tools: true, reasoning: false }, 'SERVED'],
    ['thoughts', { tools: true, reasoning: true }, 'SKIPPED_CONTEXT'],
    ['calls', { tools: false, reasoning: false }, 'SERVED'],
    ['calls', { tools: true, reasoning: false }, 'SKIPPED_CONTEXT'],
  ])('with %s too long for it and %o is %s', async (history, able, outcome) => {
    const budget = { period: 'day', tokens: 5_000 } as const;
    const { registry, servers } = await startEngines(systemClock, { one: { ...taking(able), budget } });
    const events = await collect(completing(registry, { messages: histories[history] }));
    expect(attemptsOf(events)).toEqual([`one ${outcome}`]);
    expect(JSON.stringify(servers.one.requests)).not.toContain(LONG);
  });
});

describe('what is counted for an engine', () => {
  it.each(abilities)('that takes %o is what goes over the wire, no more and no less', async (able) => {
    const { registry, servers } = await startEngines(systemClock, { one: taking(able, 1_000_000) });
    await fc.assert(
      fc.asyncProperty(conversation, tools, async (messages, offered) => {
        const { promptTokens, mostPrompt } = needOf({ messages, tools: offered })(
          withBudget(registry.get('one')),
        );
        await collect(completing(registry, { messages, tools: offered }));
        const { messages: sent, tools: sentTools = [] } = servers.one.requests.at(-1)?.body as Body;
        const texts = [...sent.flatMap(textsIn), ...sentTools.map((one) => JSON.stringify(one.function))];
        expect(promptTokens).toBe(Math.ceil(texts.join('').length / 4));
        expect(mostPrompt).toBeGreaterThanOrEqual(Buffer.byteLength(texts.join('')));
      }),
      { numRuns: 50 },
    );
  });
});

interface Body {
  readonly messages: readonly object[];
  readonly tools?: readonly { readonly function: object }[];
}

/** Every text of a message, but the words of the protocol. */
function textsIn(message: object): string[] {
  return Object.entries(message).flatMap(([key, value]: [string, unknown]) => {
    if (key === 'role' || key === 'type') return [];
    if (typeof value === 'string') return [value];
    return typeof value === 'object' && value !== null ? textsIn(value) : [];
  });
}

const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const name = fc.stringMatching(/^[a-z]{1,8}$/);
const conversation = fc.array(
  fc.record<CompletionMessage>(
    {
      role: fc.constantFrom('system', 'user', 'assistant', 'tool'),
      content: text,
      reasoning: text,
      toolCallId: name,
      toolCalls: fc.array(fc.record({ id: name, name, arguments: text }), { maxLength: 3 }),
    },
    { requiredKeys: ['role', 'content'] },
  ),
  { minLength: 1, maxLength: 6 },
);
const tools = fc.array(fc.record<CompletionTool>({ name, description: text, parameters: fc.constant({}) }), {
  maxLength: 3,
});

function taking(able: Able, contextTokens = 8_192): Pick<EngineConfig, 'capabilities'> {
  const { capabilities } = engineConfig('one', 'http://x');
  return { capabilities: { ...capabilities, ...able, contextTokens } };
}

/** Only for such an engine the most that it may cost is counted. */
function withBudget(record: EngineRecord | undefined): EngineRecord {
  if (record === undefined) throw new Error('no such engine');
  return { ...record, config: { ...record.config, budget: { period: 'day', tokens: 1 } } };
}
