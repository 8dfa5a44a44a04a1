import type { Command } from 'commander';
import { Argument } from 'commander';
import { createClient, ServicesDocument } from '../../client/node.ts';
import type { CommandContext, GlobalOptions } from '../session.ts';
import { readSettings } from '../settings/settings.ts';
import { candidatesFor, globalsIn, wholeWords, type Names } from './candidates.ts';
import { bashScript, zshScript } from './scripts.ts';

/** Who presses Tab waits no longer for names. */
const ANSWER_LIMIT_MS = 1_000;

export function addCompletion(program: Command, context: CommandContext): void {
  const completion = program
    .command('completion')
    .description('a script for your shell: source <(vx11 completion bash)')
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh']))
    .action((shell: string) => void context.output.write(shell === 'bash' ? bashScript : zshScript));
  completion
    .command('candidates [words...]', { hidden: true })
    .allowUnknownOption()
    .helpOption(false)
    .action(async function (this: Command) {
      const words = wholeWords(this.args);
      const given = { ...this.optsWithGlobals<GlobalOptions>(), ...globalsIn(program, words) };
      const names = namesOf(context, given);
      const found = await candidatesFor(program, words, names);
      if (found.length > 0) context.output.write(`${found.join('\n')}\n`);
    });
}

/** From the gateway, where it answers in time; nothing else. */
function namesOf({ env, signal }: CommandContext, options: GlobalOptions): Names {
  const ask = async (
    read: (client: ReturnType<typeof createClient>) => Promise<string[]>,
  ): Promise<string[]> => {
    const { url, token } = readSettings(options, env);
    const client = createClient({ url, token: token() ?? '' });
    try {
      return await read(client);
    } catch {
      return [];
    } finally {
      client.close();
    }
  };
  const limits = { timeoutMs: ANSWER_LIMIT_MS, signal };
  return {
    services: () =>
      ask(async (client) =>
        (await client.query(ServicesDocument, {}, limits)).data.services.map(({ name }) => name),
      ),
    windows: () =>
      ask(async (client) =>
        (await client.windows({ states: ['QUEUED', 'OPENING', 'OPEN', 'DEGRADED'] }, limits)).edges.map(
          ({ node }) => node.id,
        ),
      ),
  };
}
