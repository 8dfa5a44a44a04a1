import { z } from 'zod';
import type { Clock } from '../../../platform/clock.ts';
import type { RequestContext } from '../../../platform/request-context.ts';
import type { RefusedFile } from '../../../schema/refused-files.ts';
import type { AskSubgraph, ReadRefusedFiles } from '../ports.ts';
import { createAskFacts } from './ask.ts';

const engine = z.object({
  id: z.string(),
  model: z.string(),
  state: z.string(),
  reason: z.string().nullable(),
  inFlight: z.number().int(),
  queued: z.number().int(),
});
const queue = z.object({
  size: z.number().int(),
  processing: z.number().int(),
  waiting: z.number().int(),
  oldestWaitMs: z.number().int().nullable(),
});

export type EngineFact = Readonly<z.infer<typeof engine>>;
export interface EnginesFact {
  readonly engines: readonly EngineFact[];
  /** What switch cannot use of its files, so that the engines are older than these; null where it did not say. */
  readonly refused: readonly RefusedFile[] | null;
}
export type QueueFact = Readonly<z.infer<typeof queue>>;

/** What switch says of itself. For a switch that madre reports READY: nobody else is asked. Calls no engine. */
export interface SwitchFacts {
  engines(context: RequestContext): Promise<EnginesFact>;
  queue(context: RequestContext): Promise<QueueFact>;
}

export function createSwitchFacts(
  askSwitch: AskSubgraph,
  clock: Clock,
  readRefusedFiles: ReadRefusedFiles | undefined,
): SwitchFacts {
  const ask = createAskFacts(askSwitch, 'switch', clock);
  return {
    async engines(context) {
      const [{ engines }, refused = null] = await Promise.all([
        ask(ENGINES, context),
        readRefusedFiles?.(context.signal).catch(() => null),
      ]);
      return { engines, refused };
    },
    queue: async (context) => (await ask(QUEUE, context)).switchQueue,
  };
}

const ENGINES = {
  query: 'query OperatorEngines { engines { id model state reason inFlight queued } }',
  shape: z.object({ engines: z.array(engine) }),
};
const QUEUE = {
  query: 'query OperatorQueue { switchQueue { size processing waiting oldestWaitMs } }',
  shape: z.object({ switchQueue: queue }),
};
