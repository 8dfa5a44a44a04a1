import type { Command } from 'commander';
import { FlagsDocument, SetFlagDocument, type FlagFragment } from '../generated/graphql.ts';
import { demandOk } from '../exit/refusal.ts';
import { oneOf } from '../settings/option-values.ts';
import { withSession, type CommandContext, type Session } from '../session.ts';
import { printable } from '../terminal/printable.ts';
import { table } from '../terminal/table.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { stateInColour } from '../window/window-words.ts';

const SETTABLE = ['ON', 'OFF'] as const;

export function addFlags(program: Command, context: CommandContext): void {
  const flags = program.command('flags').description('features that are switched on or off');
  flags
    .command('list', { isDefault: true })
    .description('each with its state and reason')
    .action(withSession(context, listFlags));
  flags
    .command('set')
    .argument('<key>')
    .argument('<state>', 'on or off', oneOf(SETTABLE))
    .description('switch one')
    .action(withSession(context, setFlag));
}

async function listFlags({ client, terminal, signal }: Session): Promise<void> {
  const { featureFlags } = (await client.query(FlagsDocument, {}, { signal })).data;
  terminal.show(featureFlags, () => table(featureFlags.map((flag) => rowOf(flag, terminal))));
}

async function setFlag(
  { client, terminal }: Session,
  [key = '', text = '']: readonly string[],
): Promise<void> {
  const state = oneOf(SETTABLE)(text);
  const { setFeatureFlag } = (await client.mutate(SetFlagDocument, { key, state })).data;
  demandOk(setFeatureFlag);
  const { flag } = setFeatureFlag;
  terminal.show(setFeatureFlag, () => (flag === null ? [] : table([rowOf(flag, terminal)])));
}

function rowOf({ key, state, description, reason }: FlagFragment, { colours }: Terminal): readonly string[] {
  return [key, stateInColour(state, colours), description, colours.dim(printable(reason ?? ''))];
}
