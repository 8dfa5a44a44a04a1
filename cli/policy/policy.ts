import type { Command } from 'commander';
import type { PowerPolicy } from '../../client/index.ts';
import {
  ApplyPolicyDocument,
  PolicyNowDocument,
  PolicyStatusDocument,
  type PolicyFragment,
} from '../generated/graphql.ts';
import { demandOk } from '../exit/refusal.ts';
import { UsageError } from '../exit/usage-error.ts';
import { oneOf } from '../settings/option-values.ts';
import { withSession, type CommandContext, type Session } from '../session.ts';
import { namesOf } from '../window/window-words.ts';

const POLICIES: readonly PowerPolicy[] = ['HARD_OFF', 'IDLE_MIN', 'SOLO_MADRE', 'OPERATIVE_CORE', 'FULL'];
/** Applying them ends windows that somebody opened. */
const ENDING: readonly PowerPolicy[] = ['HARD_OFF', 'SOLO_MADRE'];

export function addPolicy(program: Command, context: CommandContext): void {
  const policy = program.command('policy').description('what runs although nobody asked for it');
  policy
    .command('show', { isDefault: true })
    .description('the one that is applied, and whether it is kept')
    .action(withSession(context, showPolicy));
  policy
    .command('set')
    .argument('<policy>', POLICIES.join(', '), oneOf(POLICIES))
    .description('apply another; HARD_OFF and SOLO_MADRE end every window')
    .option('--yes', 'also where it ends windows')
    .action(withSession(context, setPolicy));
}

async function showPolicy({ client, terminal, signal }: Session): Promise<void> {
  const { powerState } = (await client.query(PolicyNowDocument, {}, { signal })).data;
  const { policy } = powerState;
  const { policyStatus } = (await client.query(PolicyStatusDocument, { policy }, { signal })).data;
  terminal.show(policyStatus, () => linesOf(policyStatus));
}

async function setPolicy(
  { client, terminal }: Session,
  [text = '']: readonly string[],
  { yes }: { readonly yes?: boolean },
): Promise<void> {
  const policy = oneOf(POLICIES)(text);
  const live = (await client.windows({ states: ['QUEUED', 'OPENING', 'OPEN', 'DEGRADED'] })).totalCount;
  if (ENDING.includes(policy) && live > 0 && yes !== true)
    throw new UsageError(`${policy} ends ${live} live window${live === 1 ? '' : 's'}: say so with --yes`);
  const { applyPolicy } = (await client.mutate(ApplyPolicyDocument, { policy })).data;
  demandOk(applyPolicy);
  const { status } = applyPolicy;
  terminal.show(applyPolicy, () => (status === null ? [policy] : linesOf(status)));
}

function linesOf({ policy, missing, unexpected, expected }: PolicyFragment): string[] {
  return [
    `${policy}: wants ${expected.length === 0 ? 'nothing' : namesOf(expected)}`,
    ...(missing.length === 0 ? [] : [`missing     ${namesOf(missing)}`]),
    ...(unexpected.length === 0 ? [] : [`runs beside ${namesOf(unexpected)}`]),
  ];
}
