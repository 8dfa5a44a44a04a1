import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import { withDeadline } from '../../platform/deadline.ts';
import { CodedError } from '../../platform/errors.ts';
import type { RequestContext } from '../../platform/request-context.ts';
import type { AskMadre } from './ports.ts';

/** Each source of status and of a grounded answer is asked alone and for this long: a dead one delays nobody. */
const SOURCE_BUDGET_MS = 2_000;

const service = z.object({
  name: z.string(),
  kind: z.enum(['CORE', 'ON_DEMAND']),
  state: z.enum([
    'MISSING',
    'STOPPED',
    'STARTING',
    'READY',
    'UNHEALTHY',
    'PAUSED',
    'STOPPING',
    'CRASHED',
    'CRASH_LOOP',
    'OUT_OF_MEMORY',
    'START_FAILED',
    'UNKNOWN',
  ]),
  reason: z.string().nullable(),
  observedAt: z.string(),
  holders: z.array(z.object({ window: z.object({ id: z.string() }) })),
});

const power = z.object({
  policy: z.string(),
  activeWindows: z.array(
    z.object({
      id: z.string(),
      state: z.string(),
      openedBy: z.string(),
      ttlRemainingSec: z.number().int().nullable(),
      services: z.array(z.object({ name: z.string() })),
    }),
  ),
  serverTime: z.string(),
});

export type ServiceFact = Readonly<z.infer<typeof service>>;
export type PowerFact = Readonly<z.infer<typeof power>>;

/** What madre's read models say now. Reading starts, wakes and probes nothing. Each rejects where madre gives no answer in time. */
export interface Facts {
  services(context: RequestContext): Promise<readonly ServiceFact[]>;
  power(context: RequestContext): Promise<PowerFact>;
  flagKeys(context: RequestContext): Promise<readonly string[]>;
}

export function createFacts(askMadre: AskMadre, clock: Clock): Facts {
  const ask = async <T>(query: string, shape: z.ZodType<T>, context: RequestContext): Promise<T> => {
    const limit = { clock, what: 'madre', limitMs: SOURCE_BUDGET_MS, parent: context.signal };
    const result = await withDeadline(limit, (signal) =>
      askMadre({ query, context: { ...context, signal } }),
    );
    const [error] = result.errors ?? [];
    if (error !== undefined) throw error;
    const parsed = shape.safeParse(result.data);
    if (!parsed.success)
      throw new CodedError('SERVICE_UNREACHABLE', {
        service: 'madre',
        url: '/graphql',
        problem: parsed.error.message,
      });
    return parsed.data;
  };
  return {
    services: async (context) =>
      (await ask(SERVICES, z.object({ services: z.array(service) }), context)).services,
    power: async (context) => (await ask(POWER, z.object({ powerState: power }), context)).powerState,
    flagKeys: async (context) =>
      (
        await ask(FLAGS, z.object({ featureFlags: z.array(z.object({ key: z.string() })) }), context)
      ).featureFlags.map(({ key }) => key),
  };
}

const SERVICES =
  'query OperatorServices { services { name kind state reason observedAt holders { window { id } } } }';
const POWER =
  'query OperatorPower { powerState { policy serverTime activeWindows { id state openedBy ttlRemainingSec services { name } } } }';
const FLAGS = 'query OperatorFlags { featureFlags { key } }';
