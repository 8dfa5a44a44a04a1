import type { Command } from 'commander';
import { createClient, type Client } from '../client/node.ts';
import { systemClock, type Clock } from '../platform/clock.ts';
import { readSettings } from './settings/settings.ts';
import type { Surroundings } from './run.ts';
import type { Terminal } from './terminal/terminal.ts';

/** What every command takes, before or after its name. */
export interface GlobalOptions {
  readonly url?: string;
  readonly token?: string;
  readonly json?: boolean;
  readonly exact?: boolean;
  readonly color: boolean;
}

/** What a command works with. */
export interface Session {
  readonly client: Client;
  readonly terminal: Terminal;
  readonly clock: Clock;
  readonly url: string;
  readonly input: Surroundings['input'];
  /** For a conversation, which edits its line. */
  readonly screen: Surroundings['output'];
  /** Aborts with Interrupted when the person has had enough. */
  readonly signal: AbortSignal;
}

export interface CommandContext extends Surroundings {
  readonly openTerminal: (options: GlobalOptions) => Terminal;
}

type Handler = (this: Command) => Promise<void>;

/** A command that talks to the gateway; the connection ends with it. */
export function withSession<Options>(
  context: CommandContext,
  action: (session: Session, args: readonly string[], options: Options) => Promise<void>,
): Handler {
  return async function (this: Command) {
    const global = this.optsWithGlobals<GlobalOptions>();
    const terminal = context.openTerminal(global);
    const { url, token } = readSettings(global, context.env);
    // A file that is gone is told at once, not by a connection that fails.
    token();
    const client = createClient({
      url,
      token: () => token() ?? '',
      onReconnect: ({ attempt, error, delayMs }) => {
        if (attempt === 1 && delayMs > 0) terminal.note(`${error.message}; trying again`);
      },
      onGap: ({ kind, count }) => terminal.note(`${count ?? 'some'} events are missing here (${kind})`),
    });
    const { input, output: screen, signal } = context;
    const session = { client, terminal, clock: systemClock, url, input, screen, signal };
    try {
      await action(session, this.args, this.opts<Options & Record<string, unknown>>());
    } finally {
      client.close();
    }
  };
}
