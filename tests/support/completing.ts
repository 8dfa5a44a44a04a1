import { systemClock, type Clock } from '../../platform/clock.ts';
import { completionEvent, type CompletionEvent, type CompletionRequest } from '../../schema/completion.ts';
import { complete } from '../../subgraphs/switch/completion/completion.ts';
import type { EngineRegistry } from '../../subgraphs/switch/registry/engine-registry.ts';
import { ownProbes, type SharedProbes } from '../../subgraphs/switch/registry/shared-probes.ts';
import { createRouter } from '../../subgraphs/switch/routing/router.ts';

/** One completion through the real router and retry loop, in the configured order. */
export function completing(
  registry: EngineRegistry,
  change: Partial<CompletionRequest> = {},
  clock: Clock = systemClock,
  signal: AbortSignal = new AbortController().signal,
  probes: SharedProbes = ownProbes,
): AsyncIterable<CompletionEvent> {
  const request = {
    messageId: 'm1',
    messages: [{ role: 'user' as const, content: 'Hello?' }],
    engine: null,
    allowFallback: true,
    ...change,
  };
  const router = createRouter({ registry, clock, strategy: 'ORDERED', seed: 1 });
  return complete({ registry, router, probes, clock, random: () => 0 }, request, signal);
}

/** Every event, each checked against the contract as it comes. */
export async function collect(
  stream: AsyncIterable<CompletionEvent>,
  events: CompletionEvent[] = [],
): Promise<CompletionEvent[]> {
  for await (const event of stream) events.push(completionEvent.parse(event));
  return events;
}

export function attemptsOf(events: readonly CompletionEvent[]): string[] {
  const last = events.at(-1);
  return last?.type === 'finished' || last?.type === 'failed'
    ? last.attempts.map(({ engine, outcome }) => `${engine} ${outcome}`)
    : [];
}
