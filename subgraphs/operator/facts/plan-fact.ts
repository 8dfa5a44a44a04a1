import { z } from 'zod';
import type { RequestContext } from '../../../platform/request-context.ts';
import type { AskFacts } from './ask.ts';

const plan = z.object({
  allowed: z.boolean(),
  code: z.string(),
  message: z.string().nullable(),
  memoryBytes: z.number().nullable(),
  memoryBudgetBytes: z.number().nullable(),
  starts: z.array(z.object({ service: z.object({ name: z.string() }) })),
  alreadyRunning: z.array(z.object({ name: z.string() })),
});

export type PlanFact = Readonly<z.infer<typeof plan>>;

export interface WindowWish {
  readonly services: readonly string[];
  readonly ttlSec: number;
}

export async function planOf(ask: AskFacts, wish: WindowWish, context: RequestContext): Promise<PlanFact> {
  return (await ask({ ...QUESTION, variables: { input: wish } }, context)).planWindow;
}

const QUESTION = {
  query: `query OperatorPlan($input: OpenWindowInput!) { planWindow(input: $input) { allowed code message memoryBytes memoryBudgetBytes
    starts { service { name } } alreadyRunning { name } } }`,
  shape: z.object({ planWindow: plan }),
};
