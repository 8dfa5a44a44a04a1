import type { Command } from 'commander';
import { Refusal } from '../exit/refusal.ts';
import { UsageError } from '../exit/usage-error.ts';

/** Where the gateway's command finds a problem of an option; other problems are of the tokens file. */
const COMMAND_LINE = 'command line';

/** `vx11 token`: the gateway's own token command, which needs no gateway. */
export function addToken(program: Command): void {
  program
    .command('token')
    .description('make a token; its value is shown once, on the first stream alone')
    .requiredOption('--name <name>', 'whose it is, as the audit shows it')
    .option('--scopes <list>', 'such as power:write,chat:write; none may only read; * may all', '')
    .option('--expires <instant>', 'such as 2027-01-01T00:00:00Z')
    .option('--file <file>', 'the tokens file to add it to; a running gateway sees it within a second')
    .action(async (options: Readonly<Record<string, string>>) => {
      const { makeToken } = await import('../../gateway/token-command/make-token.ts');
      const { ConfigurationError } = await import('../../platform/configuration/configuration-error.ts');
      try {
        makeToken(Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]));
      } catch (error) {
        if (!(error instanceof ConfigurationError)) throw error;
        const isOfOptions = error.problems.every(({ file }) => file === COMMAND_LINE);
        throw isOfOptions ? new UsageError(error.message) : new Refusal('BAD_CONFIGURATION', error.message);
      }
    });
}
