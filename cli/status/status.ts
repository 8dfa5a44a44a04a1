import type { Command } from 'commander';
import { OverviewDocument, type OverviewQuery } from '../generated/graphql.ts';
import { withSession, type CommandContext, type Session } from '../session.ts';
import { changesOf } from './changes.ts';
import { overviewLines } from './overview.ts';
import { statesOf } from './states.ts';

interface StatusOptions {
  readonly watch?: boolean;
}

export function addStatus(program: Command, context: CommandContext): void {
  program
    .command('status')
    .description('every component and what is open; starts and probes nothing')
    .option('-w, --watch', 'and again with each change')
    .action(withSession(context, showStatus));
}

async function showStatus(session: Session, _args: readonly string[], options: StatusOptions): Promise<void> {
  const { client, terminal } = session;
  if (options.watch !== true) {
    const overview = await read(session);
    return terminal.show(overview, () => overviewLines(overview, terminal));
  }
  const { signal } = session;
  const changes = changesOf([client.watchWindows({}, { signal }), client.watchServices({}, { signal })]);
  for await (const overview of statesOf(changes, () => read(session))) draw(session, overview);
}

async function read({ client, signal }: Session): Promise<OverviewQuery> {
  return (await client.query(OverviewDocument, {}, { signal })).data;
}

function draw({ terminal }: Session, overview: OverviewQuery): void {
  if (terminal.isJson) return terminal.json(overview);
  const lines = overviewLines(overview, terminal);
  if (terminal.isLive) return terminal.redraw([...lines, '', terminal.colours.dim('Ctrl-C ends')]);
  for (const line of ['', ...lines]) terminal.print(line);
}
