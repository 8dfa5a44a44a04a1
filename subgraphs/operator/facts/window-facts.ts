import { z } from 'zod';
import type { RequestContext } from '../../../platform/request-context.ts';
import type { AskFacts } from './ask.ts';

const window = z.object({
  id: z.string(),
  state: z.string(),
  openedBy: z.string(),
  reason: z.string(),
  createdAt: z.string(),
  ttlRemainingSec: z.number().int().nullable(),
  closeReason: z.string().nullable(),
  services: z.array(z.object({ name: z.string() })),
  failure: z
    .object({ service: z.object({ name: z.string() }), code: z.string(), message: z.string() })
    .nullable(),
});

export type WindowFact = Readonly<z.infer<typeof window>>;

export async function readWindows(
  ask: AskFacts,
  first: number,
  context: RequestContext,
): Promise<readonly WindowFact[]> {
  const { windows } = await ask({ ...QUESTION, variables: { first } }, context);
  return windows.edges.map(({ node }) => node);
}

const QUESTION = {
  query: `query OperatorWindows($first: Int!) { windows(first: $first) { edges { node { id state openedBy reason createdAt
    ttlRemainingSec closeReason services { name } failure { service { name } code message } } } } }`,
  shape: z.object({ windows: z.object({ edges: z.array(z.object({ node: window })) }) }),
};
