import { z } from 'zod';
import type { Clock } from '../../../platform/clock.ts';
import { withDeadline } from '../../../platform/deadline.ts';
import type { RequestContext } from '../../../platform/request-context.ts';
import type { AskSubgraph } from '../ports.ts';

const LIMIT_MS = 2_000;

const wanted = z.strictObject({
  strategy: z.enum(['ORDERED', 'WEIGHTED_SCORE', 'LOWEST_LATENCY', 'BANDIT']).optional(),
  engines: z
    .array(
      z.strictObject({
        id: z.string().min(1),
        enabled: z.boolean().optional(),
        weight: z.number().optional(),
        maxConcurrent: z.int().optional(),
      }),
    )
    .max(50)
    .optional(),
});

export interface Adjusted {
  /** What switch said of itself before and after; null where it was not asked. */
  readonly before: unknown;
  readonly after: unknown;
  /** Null where all of it was carried out. */
  readonly problem: string | null;
}

/**
 * Carries out `after` at switch, with the rights of the actor: a strategy, then each engine, until one is refused. What became of it is
 * read from switch itself. Never rejects but with the reason of the context's signal.
 */
export async function adjustSwitch(
  after: unknown,
  parts: { readonly askSwitch: AskSubgraph; readonly clock: Clock },
  context: RequestContext,
): Promise<Adjusted> {
  const parsed = wanted.safeParse(after);
  if (!parsed.success) {
    const problem = `after must be { strategy, engines: [{ id, enabled, weight, maxConcurrent }] }: ${z.prettifyError(parsed.error)}`;
    return { before: null, after: null, problem };
  }
  const before = await ask(READ, {}, parts, context);
  if ('problem' in before) return { before: null, after: null, problem: before.problem };
  const problem = await carryOut(parsed.data, parts, context);
  const read = await ask(READ, {}, parts, context);
  return { before: before.data, after: 'problem' in read ? null : read.data, problem };
}

async function carryOut(
  { strategy, engines = [] }: z.infer<typeof wanted>,
  parts: Parameters<typeof adjustSwitch>[1],
  context: RequestContext,
): Promise<string | null> {
  const changes = [
    ...(strategy === undefined ? [] : [{ query: SET_STRATEGY, variables: { strategy } }]),
    ...engines.map((input) => ({ query: CONFIGURE, variables: { input } })),
  ];
  for (const { query, variables } of changes) {
    const answer = await ask(query, variables, parts, context);
    if ('problem' in answer) return answer.problem;
    const { payload } = refusable.parse(answer.data);
    if (!payload.ok) return payload.message ?? 'switch refused it';
  }
  return null;
}

const refusable = z.object({ payload: z.object({ ok: z.boolean(), message: z.string().nullable() }) });

async function ask(
  query: string,
  variables: Readonly<Record<string, unknown>>,
  { askSwitch, clock }: Parameters<typeof adjustSwitch>[1],
  context: RequestContext,
): Promise<{ readonly data: unknown } | { readonly problem: string }> {
  try {
    const limit = { clock, what: 'switch', limitMs: LIMIT_MS, parent: context.signal };
    const { data, errors } = await withDeadline(limit, (signal) =>
      askSwitch({ query, variables, context: { ...context, signal } }),
    );
    const [error] = errors ?? [];
    return error === undefined ? { data } : { problem: error.message };
  } catch (error) {
    context.signal.throwIfAborted();
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

/** As far as switch shows it: the strategy by what it would choose now, which calls nobody. */
const READ =
  'query OperatorReadSwitch { engines { id state limits { maxConcurrent } } routePreview(message: "?") { strategy candidates { engine { id } eligible score } } }';
const SET_STRATEGY =
  'mutation OperatorStrategy($strategy: RoutingStrategy!) { payload: setRoutingStrategy(strategy: $strategy) { ok message } }';
const CONFIGURE =
  'mutation OperatorConfigure($input: EngineConfigInput!) { payload: configureEngine(input: $input) { ok message } }';
