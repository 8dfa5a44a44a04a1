import type { Command } from 'commander';
import { EventAddedDocument, EventLogDocument, type HappeningFragment } from '../generated/graphql.ts';
import { wholeNumber } from '../settings/option-values.ts';
import { withSession, type CommandContext, type Session } from '../session.ts';
import { printable } from '../terminal/printable.ts';
import type { Terminal } from '../terminal/terminal.ts';

interface EventOptions {
  readonly tail: number;
  readonly follow?: boolean;
  readonly type?: string[];
  readonly trace?: string;
}

export function addEvents(program: Command, context: CommandContext): void {
  program
    .command('events')
    .description('what happened in the stack, newest last')
    .option('-n, --tail <count>', 'the newest so many', wholeNumber(1, 100), 20)
    .option('-f, --follow', 'and each one as it comes')
    .option('--type <name...>', 'only these')
    .option('--trace <id>', 'only of this correlation id')
    .action(withSession(context, showEvents));
}

async function showEvents(session: Session, _args: readonly string[], options: EventOptions): Promise<void> {
  const { client, terminal, signal } = session;
  const { tail, type: types, trace: correlationId } = options;
  const { events } = (await client.query(EventLogDocument, { first: tail, types, correlationId }, { signal }))
    .data;
  const known = events.edges.map(({ node }) => node).reverse();
  for (const event of known) show(terminal, event);
  if (options.follow !== true) return;
  const afterSeq = known.at(-1)?.seq ?? null;
  for await (const { data } of client.subscribe(EventAddedDocument, { types, afterSeq }, { signal })) {
    const event = data?.eventAdded;
    if (event !== undefined && (correlationId ?? event.correlationId) === event.correlationId)
      show(terminal, event);
  }
}

function show(terminal: Terminal, event: HappeningFragment): void {
  if (terminal.isJson) return terminal.json(event);
  const { colours, times } = terminal;
  const at = times.isExact ? event.at : event.at.slice(0, 19).replace('T', ' ');
  const severity =
    event.severity === 'ERROR' ? colours.red : event.severity === 'WARNING' ? colours.yellow : colours.dim;
  terminal.print(`${at}  ${severity(event.severity.padEnd(7))}  ${event.type}  ${printable(event.summary)}`);
}
