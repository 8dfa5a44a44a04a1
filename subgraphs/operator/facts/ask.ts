import type { ExecutionResult } from 'graphql';
import type { z } from 'zod';
import type { Clock } from '../../../platform/clock.ts';
import { withDeadline } from '../../../platform/deadline.ts';
import { CodedError } from '../../../platform/errors.ts';
import type { RequestContext } from '../../../platform/request-context.ts';
import type { AskSubgraph } from '../ports.ts';

/** Each source of status and of a grounded answer is asked alone and for this long: a dead one delays nobody. */
const SOURCE_BUDGET_MS = 2_000;

export interface Question<T> {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly shape: z.ZodType<T>;
}

/** Asks and checks what comes. Rejects with the first error, or where no answer of that shape comes in time. */
export type AskFacts = <T>(question: Question<T>, context: RequestContext) => Promise<T>;

export function createAskFacts(ask: AskSubgraph, service: string, clock: Clock): AskFacts {
  return async ({ query, variables = {}, shape }, context) => {
    const limit = { clock, what: service, limitMs: SOURCE_BUDGET_MS, parent: context.signal };
    const result: ExecutionResult = await withDeadline(limit, (signal) =>
      ask({ query, variables, context: { ...context, signal } }),
    );
    const [error] = result.errors ?? [];
    if (error !== undefined) throw error;
    const parsed = shape.safeParse(result.data);
    if (parsed.success) return parsed.data;
    throw new CodedError('SERVICE_UNREACHABLE', { service, url: '/graphql', problem: parsed.error.message });
  };
}
