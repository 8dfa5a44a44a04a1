import { z } from 'zod';
import type { RequestContext } from '../../../platform/request-context.ts';
import type { AskFacts } from './ask.ts';
import { demandScope } from './demand-scope.ts';

const entry = z.object({
  seq: z.number().int(),
  at: z.string(),
  actor: z.string(),
  component: z.string(),
  action: z.string(),
  target: z.string().nullable(),
  outcome: z.string(),
});
const line = z.object({ at: z.string(), stream: z.string(), text: z.string() });

export type AuditFact = Readonly<z.infer<typeof entry>>;
export type LogFact = Readonly<z.infer<typeof line>>;

/** The newest entries, for who may read the audit. */
export async function readAudit(
  ask: AskFacts,
  first: number,
  context: RequestContext,
): Promise<readonly AuditFact[]> {
  demandScope(context.actor, 'audit:read', 'Query.auditLog');
  const { auditLog } = await ask({ ...AUDIT, variables: { first } }, context);
  return auditLog.edges.map(({ node }) => node);
}

/** The newest lines, for who may read logs. Empty where there is no such service. */
export async function readLogs(
  ask: AskFacts,
  name: string,
  tail: number,
  context: RequestContext,
): Promise<readonly LogFact[]> {
  demandScope(context.actor, 'logs:read', 'Service.logs');
  const { service } = await ask({ ...LOGS, variables: { name, tail } }, context);
  return service?.logs ?? [];
}

const AUDIT = {
  query:
    'query OperatorAudit($first: Int!) { auditLog(first: $first) { edges { node { seq at actor component action target outcome } } } }',
  shape: z.object({ auditLog: z.object({ edges: z.array(z.object({ node: entry })) }) }),
};
const LOGS = {
  query:
    'query OperatorLogs($name: ID!, $tail: Int!) { service(name: $name) { logs(tail: $tail) { at stream text } } }',
  shape: z.object({ service: z.object({ logs: z.array(line) }).nullable() }),
};
