import { GraphQLError, type ExecutionResult } from 'graphql';
import { asGraphQLError } from '../../platform/graphql/as-graphql-error.ts';
import type { RequestContext, WakeWish } from '../../platform/request-context.ts';
import { asleep, type Wakefulness } from '../links/asleep/guarded.ts';
import type { AdmitPlan } from '../supergraph.ts';
import { needsOf, type Needs } from './needs.ts';
import type { Waker } from './waker.ts';

export interface AdmitAwakeOptions {
  /** The component behind each subgraph that may sleep. */
  readonly components: Readonly<Record<string, string>>;
  readonly directory: Wakefulness;
  readonly waker: Waker;
}

/**
 * Looks at what a plan needs before it runs. What sleeps is woken where the operation asks for it, and the operation waits. Else a
 * mutation of what sleeps is refused whole, with nothing carried out, and a query goes on to answer the rest.
 */
export function admitAwake({ components, directory, waker }: AdmitAwakeOptions): AdmitPlan {
  function isAsleep(subgraph: string): boolean {
    const component = components[subgraph];
    return component !== undefined && !directory.isReady(component);
  }

  async function wakeFirst(
    subgraphs: readonly string[],
    wish: WakeWish,
    context: RequestContext,
  ): Promise<ExecutionResult | undefined> {
    try {
      const services = [...new Set(subgraphs.map((subgraph) => components[subgraph] ?? subgraph))];
      await waker.wake(services, wish, context);
      return undefined;
    } catch (error) {
      return refusedWith(asGraphQLError(error, 'the wake'));
    }
  }

  return (plan, { variables, context }) => {
    const first = plan.primary?.subgraph;
    const needsSleeper =
      (first !== undefined && isAsleep(first)) || plan.batches.some(({ subgraph }) => isAsleep(subgraph));
    if (!needsSleeper) return undefined;
    const needs = needsOf(plan, variables);
    const sleeping = [...needs.keys()].filter(isAsleep);
    if (context.wake !== undefined && sleeping.length > 0) return wakeFirst(sleeping, context.wake, context);
    const errors = sleeping.flatMap((subgraph) => refusalsOf(subgraph, needs));
    return errors.length === 0 ? undefined : { data: null, errors };
  };

  function refusalsOf(subgraph: string, needs: Needs): GraphQLError[] {
    const component = components[subgraph] ?? subgraph;
    const { message, extensions } = asleep(component, directory.reason(component));
    return (needs.get(subgraph) ?? []).map(
      (field) => new GraphQLError(message, { path: [field], extensions }),
    );
  }
}

/** What is no failure of the whole request is an answer without data, as what sleeps is elsewhere. */
function refusedWith(error: GraphQLError): ExecutionResult {
  return error.extensions['code'] === 'SERVICE_ASLEEP'
    ? { data: null, errors: [error] }
    : { errors: [error] };
}
