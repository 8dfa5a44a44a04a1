import type { Command } from 'commander';
import type { Client } from '../../client/index.ts';
import { OverviewDocument, type OverviewQuery } from '../generated/graphql.ts';
import { withSession, type CommandContext, type Session } from '../session.ts';
import { overviewLines } from './overview.ts';

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
  const first = await read(session);
  if (options.watch !== true) return terminal.show(first, () => overviewLines(first, terminal));
  draw(session, first);
  for await (const _change of changes(client, session.signal)) draw(session, await read(session));
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

/** One step for each change of a window or a service, several at once as one; the snapshots at the beginning are no changes. */
async function* changes(client: Client, signal: AbortSignal): AsyncGenerator<void, void, undefined> {
  const streams = [client.watchWindows({}, { signal }), client.watchServices({}, { signal })];
  let hasChanged = false;
  let tell: () => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  const readers = streams.map(async (stream) => {
    for await (const { isSnapshot, gap } of stream) {
      if (isSnapshot && gap === undefined) continue;
      hasChanged = true;
      tell();
    }
  });
  Promise.all(readers).catch((error: unknown) => fail(error));
  for (;;) {
    if (!hasChanged)
      await new Promise<void>((resolve, reject) => {
        tell = resolve;
        fail = reject;
      });
    hasChanged = false;
    yield;
  }
}
