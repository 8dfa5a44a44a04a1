import { getOperationAST, Kind, OperationTypeNode, type DocumentNode, type SelectionSetNode } from 'graphql';
import {
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
  type RateLimiterAbstract,
} from 'rate-limiter-flexible';
import type { RedisConnection } from '../../platform/bus/redis.ts';
import { CodedError } from '../../platform/errors.ts';

/** What is counted apart, since a chat costs more than a query. */
export const operationClasses = ['query', 'mutation', 'subscription', 'chat'] as const;
export type OperationClass = (typeof operationClasses)[number];

/** At most `points` operations within `seconds`; a class without a rule is not limited. */
export interface RateRule {
  readonly points: number;
  readonly seconds: number;
}
export type RateRules = Readonly<Partial<Record<OperationClass, RateRule>>>;

export interface RateLimits {
  /**
   * Counts an operation. RATE_LIMITED, with `retryAfterMs`, where it is one too many. Never rejects. Undefined, without a wait, where its
   * class has no limit.
   */
  take(token: string, charge: Charge): Promise<CodedError | undefined> | undefined;
}

interface Charge {
  readonly kind: OperationClass;
  readonly points: number;
}

/**
 * Per token and class. In Redis where there is one, so that several gateways count together; while it does not answer, each counts by
 * itself.
 */
export function createRateLimits(rules: RateRules, redis?: RedisConnection): RateLimits {
  const limiters = new Map(
    operationClasses.flatMap((kind) => {
      const rule = rules[kind];
      return rule === undefined ? [] : [[kind, { rule, limiter: limiterOf(kind, rule, redis) }] as const];
    }),
  );
  // The first call must not wait for it; it goes on trying, and its log tells.
  if (redis !== undefined) void redis.connect().catch(() => undefined);
  return {
    take(token, { kind, points }) {
      const entry = limiters.get(kind);
      return entry === undefined ? undefined : consume(entry, token, { kind, points });
    },
  };
}

async function consume(
  { limiter, rule }: { readonly limiter: RateLimiterAbstract; readonly rule: RateRule },
  token: string,
  { kind, points }: Charge,
): Promise<CodedError | undefined> {
  try {
    await limiter.consume(token, points);
    return undefined;
  } catch (reason) {
    return reason instanceof RateLimiterRes ? refusal(kind, rule, reason.msBeforeNext) : undefined;
  }
}

/** What an operation counts as, and for how many. Each answer of an engine that it starts is a chat. */
export function chargeOf(document: DocumentNode, operationName: string | undefined): Charge {
  const operation = getOperationAST(document, operationName);
  if (!operation) return { kind: 'query', points: 1 };
  if (operation.operation !== OperationTypeNode.MUTATION) return { kind: operation.operation, points: 1 };
  const chats = chatsIn(operation.selectionSet, document);
  return chats === 0 ? { kind: 'mutation', points: 1 } : { kind: 'chat', points: chats };
}

/** Fragments of a valid document are not circular. */
function chatsIn({ selections }: SelectionSetNode, document: DocumentNode): number {
  let chats = 0;
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) chats += selection.name.value === 'chat' ? 1 : 0;
    else if (selection.kind === Kind.INLINE_FRAGMENT) chats += chatsIn(selection.selectionSet, document);
    else {
      const name = selection.name.value;
      const fragment = document.definitions.find(
        (node) => node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === name,
      );
      if (fragment?.kind === Kind.FRAGMENT_DEFINITION) chats += chatsIn(fragment.selectionSet, document);
    }
  }
  return chats;
}

function limiterOf(kind: OperationClass, rule: RateRule, redis?: RedisConnection): RateLimiterAbstract {
  const options = { keyPrefix: `vx11:rate:${kind}`, points: rule.points, duration: rule.seconds };
  const memory = new RateLimiterMemory(options);
  return redis === undefined
    ? memory
    : new RateLimiterRedis({
        ...options,
        storeClient: redis,
        rejectIfRedisNotReady: true,
        insuranceLimiter: memory,
      });
}

function refusal(kind: OperationClass, { points, seconds }: RateRule, waitMs: number): CodedError {
  const retryAfterMs = Math.max(1, Math.ceil(waitMs));
  const problem = `this token may send ${points} operations of class ${kind} within ${seconds} s; try again in ${retryAfterMs} ms`;
  return new CodedError('RATE_LIMITED', { problem, retryAfterMs });
}
