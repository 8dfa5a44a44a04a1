import { requestOf } from '../../support/memory-madre.ts';
import type { MadreUnderTest } from './madre-under-test.ts';
import type { Acknowledged } from './observed.ts';
import { passTimeUntil } from './pass-time-until.ts';
import { toMutation } from './requests.ts';
import type { Request } from './scenario.ts';
import type { Truth } from './truth.ts';

/** Asks madre through GraphQL. */
export interface Client {
  /** Its answer, or null while madre is down, or where it was killed before it answered. */
  readonly send: (request: Request) => Promise<Acknowledged | null>;
  readonly ask: <Data>(query: string) => Promise<Data | null>;
  /** Queries of every kind, while nothing else is under way. */
  look(options: { readonly logs: boolean }): Promise<void>;
}

/** All that a request can be: only these are audited in the name of who asks. */
export const mutations: readonly string[] = [
  ...['openWindow', 'closeWindow', 'extendWindow', 'startService', 'stopService', 'restartService'],
  'applyPolicy',
];

const ANSWER_LIMIT_MS = 30_000;
/** Reading lines is a question to the runtime: one that hangs would take time, in which other things happen. */
const LOOK = `query ($logs: Boolean!) {
  powerState { policy windowed activeWindows { id } runningServices { name } runtime { available } }
  services { name state holders { window { id } } lastStop { rule } startup { samples } logs(tail: 5) @include(if: $logs) { text } }
  windows(first: 5) { edges { node { id state ttlRemainingSec results { outcome } failure { code } } } }
  planWindow(input: { services: ["top"], ttlSec: 60 }) { hash allowed starts { level } evicts { id } }
  policyStatus { expected { name } unexpected { name } }
  topology { edges { relation } }
  auditLog(first: 5) { edges { node { seq action detail hash } } totalCount }
  verifyAuditLog { ok }
  featureFlags { key state reason }
  intents(first: 5) { edges { node { id status } } totalCount }
}`;

export function createClient(
  madre: MadreUnderTest,
  truth: Truth,
  hear: { readonly acknowledged: (answer: Acknowledged) => void; readonly failed: (what: string) => void },
): Client {
  let requests = 0;

  async function execute(query: string, variables: object, correlationId: string): Promise<unknown> {
    const { life, executor } = madre;
    if (life === undefined || executor === undefined) return null;
    let answer: unknown = null;
    const context = requestOf('tester', correlationId);
    const asking = executor
      .execute({ query, variables: { ...variables }, context })
      .then(({ data, errors }) => {
        if (life.over) return;
        if (errors !== undefined) hear.failed(`${query} was answered with ${errors.join()}`);
        answer = data;
      });
    await passTimeUntil(truth.clock, Promise.race([asking, life.ended]), ANSWER_LIMIT_MS);
    return answer;
  }

  async function planHash(input: unknown): Promise<object> {
    const query = 'query ($input: OpenWindowInput!) { planWindow(input: $input) { hash } }';
    const answer = (await execute(query, { input }, 'plan')) as PlanAnswer | null;
    return answer === null ? {} : { planHash: answer.planWindow.hash };
  }

  return {
    async send(request) {
      const mutation = toMutation(request, truth.openEnded());
      if (mutation === undefined) return null;
      const { action, query, input } = mutation;
      requests += 1;
      const correlationId = `request-${requests}`;
      const planned = request.type === 'open' && request.planned ? await planHash(input) : {};
      const variables = mutation.variablesWith(planned);
      const answer = (await execute(query, variables, correlationId)) as MutationAnswer | null;
      if (answer === null) return null;
      const { ok, code, window = null } = answer.result;
      const acknowledged = { action, input, correlationId, ok, code, window };
      hear.acknowledged(acknowledged);
      return acknowledged;
    },
    ask: async <Data>(query: string) => (await execute(query, {}, 'ask')) as Data | null,
    look: async ({ logs }) => void (await execute(LOOK, { logs }, 'look')),
  };
}

/** As the queries above and those of requests.ts select them. */
interface MutationAnswer {
  readonly result: Pick<Acknowledged, 'ok' | 'code'> & { readonly window?: Acknowledged['window'] };
}

interface PlanAnswer {
  readonly planWindow: { readonly hash: string };
}
