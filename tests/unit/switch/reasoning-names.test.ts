import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../platform/clock.ts';
import type { CompletionMessage } from '../../../schema/completion.ts';
import { completeOver } from '../../support/complete-over.ts';
import { collect, completing } from '../../support/completing.ts';
import {
  reasons,
  respondsWith,
  startScriptedEngine,
  type ScriptedEngine,
} from '../../support/scripted-engine.ts';
import { engineConfig, startEngines } from '../../support/switch-engines.ts';
import { enginesYaml, startSwitch } from '../../support/switch-subgraph.ts';
import { tempDir } from '../../support/temp-dir.ts';

const { capabilities } = engineConfig('x', 'http://x');
const thinker = { capabilities: { ...capabilities, tools: true, reasoning: true } };
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

/** Under which names the newest request carries thoughts. */
function namesOf({ requests }: ScriptedEngine): readonly string[] {
  const { messages } = requests.at(-1)?.body as { readonly messages: readonly object[] };
  return messages.flatMap((message) => Object.keys(message).filter((key) => key.startsWith('reasoning')));
}

describe('what an engine thought goes back to it', () => {
  it('as reasoning_content before it told any', async () => {
    const { registry, servers } = await startEngines(systemClock, { one: thinker });
    await collect(completing(registry, { messages: history }));
    expect(namesOf(servers.one)).toEqual(['reasoning_content']);
  });

  it.each(['reasoning', 'reasoning_content'] as const)('as %s where it told it so', async (name) => {
    const { registry, servers } = await startEngines(systemClock, { one: thinker });
    servers.one.script(reasons('So.', 'Yes.', name));
    await collect(completing(registry));
    await collect(completing(registry, { messages: history }));
    expect(namesOf(servers.one)).toEqual([name]);
    // An answer without thoughts says nothing of their name.
    await collect(completing(registry, { messages: history }));
    expect(namesOf(servers.one)).toEqual([name]);
  });

  it('as it tells it now, where that changed', async () => {
    const { registry, servers } = await startEngines(systemClock, { one: thinker });
    servers.one.script(reasons('So.', 'Yes.', 'reasoning'), reasons('So.', 'Yes.', 'reasoning_content'));
    await collect(completing(registry));
    await collect(completing(registry));
    await collect(completing(registry, { messages: history }));
    expect(namesOf(servers.one)).toEqual(['reasoning_content']);
  });

  it('and to another, which takes over, under the name that this one uses', async () => {
    const { registry, servers } = await startEngines(systemClock, { one: thinker, two: thinker });
    servers.one.script(reasons('So.', 'Yes.', 'reasoning'), respondsWith(400));
    await collect(completing(registry));
    await collect(completing(registry, { messages: history }));
    expect(namesOf(servers.one)).toEqual(['reasoning']);
    expect(namesOf(servers.two)).toEqual(['reasoning_content']);
  });

  it('as it was told last also after switch slept, and under other settings of the engine', async () => {
    const one = await startScriptedEngine();
    onTestFinished(() => one.close());
    const yaml = (weight: number): string =>
      enginesYaml({
        one: { url: one.url, more: `weight: ${weight}, capabilities: { tools: true, reasoning: true }` },
      });
    const dataDir = tempDir();
    const first = await startSwitch({ dataDir, engines: yaml(1) });
    one.script(reasons('So.', 'Yes.', 'reasoning'));
    await completeOver(first);
    await first.subgraph.close();
    const second = await startSwitch({ dataDir, engines: yaml(2) });
    await completeOver(second, { messages: history });
    expect(namesOf(one)).toEqual(['reasoning']);
  });
});
