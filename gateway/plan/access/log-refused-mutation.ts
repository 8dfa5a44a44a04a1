import { getOperationAST, OperationTypeNode, type DocumentNode, type GraphQLError } from 'graphql';
import type { Logger } from '../../../platform/log.ts';
import type { RequestContext } from '../../../platform/request-context.ts';
import type { Demand } from './demands.ts';
import type { Restriction } from './restriction.ts';

interface Refused {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly context: RequestContext;
}

/**
 * Madre's audit log never hears of a mutation that ends here, so this line is its only trace: one for each thing whose demand is not
 * met, with the token's name and never its value. `errors` are the refusal.
 */
export function logRefusedMutation(
  log: Logger,
  { document, operationName, context }: Refused,
  { restriction, errors }: { readonly restriction: Restriction; readonly errors: readonly GraphQLError[] },
): void {
  if (getOperationAST(document, operationName)?.operation !== OperationTypeNode.MUTATION) return;
  const { actor, correlationId } = context;
  const told = new Set(errors.map(({ extensions }) => extensions['what']));
  const unmet = new Map([...restriction.forbiddenIn(document).values()].map((each) => [each.what, each]));
  for (const demand of unmet.values()) {
    if (!told.has(demand.what)) continue;
    const missingScopes = missingIn(demand, actor.scopes);
    log.info(
      { correlationId, actor: actor.name, field: demand.what, missingScopes },
      'a mutation was refused',
    );
  }
}

/** Any one of the lists would do; empty where a token of any scope would. */
function missingIn({ rule }: Demand, scopes: readonly string[]): readonly (readonly string[])[] {
  return (rule.scopes ?? []).map((list) => list.filter((scope) => !scopes.includes(scope)));
}
