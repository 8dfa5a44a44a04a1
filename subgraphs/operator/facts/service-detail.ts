import { z } from 'zod';
import type { RequestContext } from '../../../platform/request-context.ts';
import type { AskFacts } from './ask.ts';

const detail = z.object({
  name: z.string(),
  kind: z.enum(['CORE', 'ON_DEMAND']),
  state: z.string(),
  reason: z.string().nullable(),
  observedAt: z.string(),
  startedAt: z.string().nullable(),
  exitCode: z.number().int().nullable(),
  restartCount: z.number().int(),
  holders: z.array(
    z.object({
      window: z.object({ id: z.string() }),
      deadline: z.string().nullable(),
      by: z.string(),
      reason: z.string(),
    }),
  ),
  lastStop: z.object({ at: z.string(), rule: z.string(), by: z.string() }).nullable(),
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
  startup: z.object({ samples: z.number().int(), peakMemoryBytes: z.number().nullable() }).nullable(),
});

/** Why a service is in its state, as madre has seen it. */
export type ServiceDetail = Readonly<z.infer<typeof detail>>;

export async function readService(
  ask: AskFacts,
  name: string,
  context: RequestContext,
): Promise<ServiceDetail | null> {
  return (await ask({ ...QUESTION, variables: { name } }, context)).service;
}

const QUESTION = {
  query: `query OperatorService($name: ID!) { service(name: $name) { name kind state reason observedAt startedAt exitCode restartCount
    holders { window { id } deadline by reason } lastStop { at rule by } failure { code message } startup { samples peakMemoryBytes } } }`,
  shape: z.object({ service: detail.nullable() }),
};
