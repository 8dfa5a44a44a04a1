import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../platform/clock.ts';
import type { CompletionMessage, CompletionTool } from '../../../schema/completion.ts';
import { engineConfig } from '../../support/switch-engines.ts';
import { attemptsOf, collect, completing } from '../../support/completing.ts';
import { answers, asksForTools, type EngineScript } from '../../support/scripted-engine.ts';
import { startEngines } from '../../support/switch-engines.ts';

const capabilities = { ...engineConfig('x', 'http://x').capabilities, tools: true, reasoning: true };
const piece = (index: number, change: object, id?: string): object => ({
  index,
  ...(id === undefined ? {} : { id, type: 'function' }),
  function: change,
});
const status: CompletionTool = {
  name: 'status',
  description: 'How the stack is',
  parameters: { type: 'object', properties: {} },
};

describe('tools', () => {
  it('reach the engine, and the calls that it asks for come back whole', async () => {
    const { registry, servers } = await startEngines(systemClock, { one: { capabilities } });
    servers.one.script(
      asksForTools(
        [
          piece(0, { name: 'status', arguments: '' }, 'a'),
          piece(1, { name: 'logs', arguments: '{"n' }, 'b'),
          piece(0, { arguments: '{}' }),
          piece(1, { arguments: '":5}' }),
        ],
        { thought: 'I should look.' },
      ),
    );
    const events = await collect(completing(registry, { tools: [status] }));
    expect(servers.one.requests[0]?.body).toMatchObject({ tools: [{ type: 'function', function: status }] });
    expect(events.at(-1)).toMatchObject({
      type: 'finished',
      finishReason: 'TOOL_CALLS',
      content: '',
      reasoning: 'I should look.',
      toolCalls: [
        { id: 'a', name: 'status', arguments: '{}' },
        { id: 'b', name: 'logs', arguments: '{"n":5}' },
      ],
    });
  });

  it('that were called go back to the engine with their answers and what it thought', async () => {
    const { registry, servers } = await startEngines(systemClock, { one: { capabilities } });
    await collect(completing(registry, { messages: history, tools: [status] }));
    expect(servers.one.requests[0]?.body).toMatchObject({
      messages: [
        { role: 'user', content: 'Is it up?' },
        {
          role: 'assistant',
          content: '',
          reasoning_content: 'I should look.',
          tool_calls: [{ id: 'a', type: 'function', function: { name: 'status', arguments: '{}' } }],
        },
        { role: 'tool', content: '{"up":true}', tool_call_id: 'a' },
      ],
    });
  });

  it('are kept from an engine that has none, which still reads what they told', async () => {
    const { registry, servers } = await startEngines(systemClock, { one: {} });
    await collect(completing(registry, { messages: history, tools: [status] }));
    expect(servers.one.requests[0]?.body).toEqual({
      model: 'any',
      stream: true,
      stream_options: { include_usage: true },
      messages: [
        { role: 'user', content: 'Is it up?' },
        { role: 'user', content: 'A tool answered: {"up":true}' },
      ],
    });
  });

  it.each<[string, EngineScript, readonly object[]]>([
    [
      'whose server says stop',
      asksForTools([piece(0, { name: 'status', arguments: '{}' }, 'a')], { finishReason: 'stop' }),
      [{ id: 'a', name: 'status', arguments: '{}' }],
    ],
    [
      'without an id',
      asksForTools([piece(0, { name: 'status', arguments: '{}' })]),
      [{ id: 'call_0', name: 'status', arguments: '{}' }],
    ],
    [
      'without numbers, each whole',
      asksForTools([
        { id: 'a', function: { name: 'status', arguments: '{}' } },
        { id: 'b', function: { name: 'logs', arguments: '{}' } },
      ]),
      [
        { id: 'a', name: 'status', arguments: '{}' },
        { id: 'b', name: 'logs', arguments: '{}' },
      ],
    ],
  ])('are understood in calls %s', async (_title, script, toolCalls) => {
    const { registry, servers } = await startEngines(systemClock, { one: { capabilities } });
    servers.one.script(script);
    const events = await collect(completing(registry, { tools: [status] }));
    expect(events.at(-1)).toMatchObject({ finishReason: 'TOOL_CALLS', toolCalls });
  });

  it.each<[string, EngineScript]>([
    ['without a name', asksForTools([piece(0, { arguments: '{}' }, 'a')])],
    ['without end', asksForTools(Array.from({ length: 65 }, (_value, index) => piece(index, { name: 'x' })))],
  ])('are a bad answer in calls %s', async (_title, script) => {
    const { registry, servers } = await startEngines(systemClock, { one: { capabilities } });
    servers.one.script(script, script);
    const events = await collect(completing(registry, { tools: [status], allowFallback: false }));
    expect(events.at(-1)).toMatchObject({ type: 'failed', code: 'ENGINE_UNAVAILABLE' });
  });

  it('are not told of an answer that was cut in the midst of them', async () => {
    const { registry, servers } = await startEngines(systemClock, { one: { capabilities } });
    servers.one.script(
      asksForTools([piece(0, { name: 'status', arguments: '{"a' }, 'a')], { finishReason: 'length' }),
    );
    const events = await collect(completing(registry, { tools: [status] }));
    expect(events.at(-1)).toMatchObject({ type: 'finished', finishReason: 'LENGTH', toolCalls: [] });
  });
});

describe('a decision', () => {
  it('is kept with the answer: every candidate with its reason, and when each was tried', async () => {
    const { registry, servers } = await startEngines(systemClock, { one: {}, two: {}, three: {} });
    registry.configure('one', { isEnabled: false });
    servers.two.script(answers('Hello'));
    const events = await collect(completing(registry));
    expect(attemptsOf(events)).toEqual(['one SKIPPED_OFF', 'two SERVED']);
    expect(events.at(-1)).toMatchObject({
      decision: {
        strategy: 'ORDERED',
        reason: 'two: number 2 in the configured order',
        candidates: [
          { engine: 'one', eligible: false, why: 'it is switched off' },
          { engine: 'two', eligible: true, why: 'number 2 in the configured order' },
          { engine: 'three', eligible: true, why: 'number 3 in the configured order' },
        ],
      },
    });
  });
});

const history: CompletionMessage[] = [
  { role: 'user', content: 'Is it up?' },
  {
    role: 'assistant',
    content: '',
    reasoning: 'I should look.',
    toolCalls: [{ id: 'a', name: 'status', arguments: '{}' }],
  },
  { role: 'tool', content: '{"up":true}', toolCallId: 'a' },
];
