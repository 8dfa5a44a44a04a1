import { z } from 'zod';
import type { Clock } from '../../../platform/clock.ts';
import type { RequestContext } from '../../../platform/request-context.ts';
import type { AskSubgraph } from '../ports.ts';
import { createAskFacts } from './ask.ts';
import { readAudit, readLogs, type AuditFact, type LogFact } from './guarded-facts.ts';
import { planOf, type PlanFact, type WindowWish } from './plan-fact.ts';
import { readService, type ServiceDetail } from './service-detail.ts';
import { readWindows, type WindowFact } from './window-facts.ts';

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

const flag = z.object({
  key: z.string(),
  state: z.string(),
  reason: z.string().nullable(),
});

export type ServiceFact = Readonly<z.infer<typeof service>>;
export type PowerFact = Readonly<z.infer<typeof power>>;
export type FlagFact = Readonly<z.infer<typeof flag>>;

/**
 * What madre's read models say now, asked with the rights of who asks: audit and logs throw FORBIDDEN where the actor has not the
 * scope. Reading starts, wakes and probes nothing. Each rejects where madre gives no answer in time.
 */
export interface Facts {
  services(context: RequestContext): Promise<readonly ServiceFact[]>;
  power(context: RequestContext): Promise<PowerFact>;
  flagKeys(context: RequestContext): Promise<readonly string[]>;
  flags(context: RequestContext): Promise<readonly FlagFact[]>;
  /** Null where there is no such service. */
  service(name: string, context: RequestContext): Promise<ServiceDetail | null>;
  /** The newest windows, live or ended. */
  windows(first: number, context: RequestContext): Promise<readonly WindowFact[]>;
  /** What opening would do; nothing is opened. */
  plan(wish: WindowWish, context: RequestContext): Promise<PlanFact>;
  audit(first: number, context: RequestContext): Promise<readonly AuditFact[]>;
  logs(service: string, tail: number, context: RequestContext): Promise<readonly LogFact[]>;
}

export function createFacts(askMadre: AskSubgraph, clock: Clock): Facts {
  const ask = createAskFacts(askMadre, 'madre', clock);
  return {
    services: async (context) => (await ask(SERVICES, context)).services,
    power: async (context) => (await ask(POWER, context)).powerState,
    flagKeys: async (context) => (await ask(FLAG_KEYS, context)).featureFlags.map(({ key }) => key),
    flags: async (context) => (await ask(FLAGS, context)).featureFlags,
    service: (name, context) => readService(ask, name, context),
    windows: (first, context) => readWindows(ask, first, context),
    plan: (wish, context) => planOf(ask, wish, context),
    audit: (first, context) => readAudit(ask, first, context),
    logs: (name, tail, context) => readLogs(ask, name, tail, context),
  };
}

const SERVICES = {
  query:
    'query OperatorServices { services { name kind state reason observedAt holders { window { id } } } }',
  shape: z.object({ services: z.array(service) }),
};
const POWER = {
  query:
    'query OperatorPower { powerState { policy serverTime activeWindows { id state openedBy ttlRemainingSec services { name } } } }',
  shape: z.object({ powerState: power }),
};
const FLAG_KEYS = {
  query: 'query OperatorFlagKeys { featureFlags { key } }',
  shape: z.object({ featureFlags: z.array(z.object({ key: z.string() })) }),
};
const FLAGS = {
  query: 'query OperatorFlags { featureFlags { key state reason } }',
  shape: z.object({ featureFlags: z.array(flag) }),
};
