import type { Command } from 'commander';
import {
  AuditAddedDocument,
  AuditLogDocument,
  VerifyAuditDocument,
  type EntryFragment,
} from '../generated/graphql.ts';
import { Refusal } from '../exit/refusal.ts';
import { wholeNumber } from '../settings/option-values.ts';
import { withSession, type CommandContext, type Session } from '../session.ts';
import { printable } from '../terminal/printable.ts';
import { table } from '../terminal/table.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { stateInColour } from '../window/window-words.ts';

interface AuditOptions {
  readonly tail: number;
  readonly follow?: boolean;
  readonly verify?: boolean;
  readonly component?: string;
  readonly action?: string;
  readonly actor?: string;
  readonly trace?: string;
}

export function addAudit(program: Command, context: CommandContext): void {
  program
    .command('audit')
    .description('who changed what, newest last')
    .option('-n, --tail <count>', 'the newest so many', wholeNumber(1, 100), 20)
    .option('-f, --follow', 'and each one as it comes')
    .option('--verify', 'check the chain of hashes instead')
    .option('--component <name>', 'only of this one')
    .option('--action <name>', 'only this action, such as openWindow')
    .option('--actor <name>', 'only of this token')
    .option('--trace <id>', 'only of this correlation id')
    .action(withSession(context, showAudit));
}

async function showAudit(session: Session, _args: readonly string[], options: AuditOptions): Promise<void> {
  if (options.verify === true) return verify(session);
  const { client, terminal, signal } = session;
  const { tail, component, action, actor, trace } = options;
  const filter = { component, action, actor, correlationId: trace };
  const { auditLog } = (await client.query(AuditLogDocument, { first: tail, ...filter }, { signal })).data;
  const entries = auditLog.edges.map(({ node }) => node).reverse();
  show(terminal, entries);
  if (options.follow !== true) return;
  const afterSeq = entries.at(-1)?.seq ?? null;
  for await (const { data } of client.subscribe(AuditAddedDocument, { afterSeq }, { signal }))
    if (data !== null && isWanted(data.auditEntryAdded, options)) show(terminal, [data.auditEntryAdded]);
}

async function verify({ client, terminal, signal }: Session): Promise<void> {
  const { verifyAuditLog } = (await client.query(VerifyAuditDocument, {}, { signal })).data;
  const { ok, checked, firstBrokenSeq } = verifyAuditLog;
  terminal.show(verifyAuditLog, () => [
    ok
      ? `${terminal.colours.green('whole')}: ${checked} entries`
      : `${terminal.colours.red('broken')} from entry ${firstBrokenSeq} on`,
  ]);
  if (!ok)
    throw new Refusal(
      'AUDIT_BROKEN',
      `the audit was changed: entry ${firstBrokenSeq} does not follow from the one before`,
    );
}

/** Followed entries come unfiltered. */
function isWanted(entry: EntryFragment, { component, action, actor, trace }: AuditOptions): boolean {
  const wishes = [
    [component, entry.component],
    [action, entry.action],
    [actor, entry.actor],
    [trace, entry.correlationId],
  ];
  return wishes.every(([wish, found]) => wish === undefined || wish === found);
}

function show(terminal: Terminal, entries: readonly EntryFragment[]): void {
  if (terminal.isJson) for (const entry of entries) terminal.json(entry);
  else for (const line of table(entries.map((entry) => rowOf(entry, terminal)))) terminal.print(line);
}

function rowOf(entry: EntryFragment, { colours, times }: Terminal): readonly string[] {
  const { seq, at, outcome, actor, action, target, correlationId } = entry;
  return [
    String(seq),
    times.isExact ? at : at.slice(0, 19).replace('T', ' '),
    stateInColour(outcome, colours),
    actor,
    action,
    printable(target ?? ''),
    colours.dim(correlationId),
  ];
}
