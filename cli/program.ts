import { Command } from 'commander';
import { addAudit } from './audit/audit.ts';
import { addEvents } from './audit/events.ts';
import { addChat } from './chat/chat.ts';
import { addCompletion } from './completion/completion.ts';
import { addDoctor } from './doctor/doctor.ts';
import { addEngines } from './status/engines.ts';
import { addStatus } from './status/status.ts';
import { addFlags } from './policy/flags.ts';
import { addPolicy } from './policy/policy.ts';
import { addService } from './service/service.ts';
import type { CommandContext, GlobalOptions } from './session.ts';
import { addToken } from './settings/token.ts';
import { packageVersion } from './version.ts';
import { addWindow } from './window/window.ts';

/** The commands in the order in which help lists them. */
export function createProgram(context: CommandContext): Command {
  const program = new Command('vx11')
    .description('Look at a VX11 stack, open power windows, and chat, from the command line.')
    .version(packageVersion(), '--version', 'the version of this program')
    .option('--url <address>', 'the gateway (VX11_URL; http://127.0.0.1:8000)')
    .option(
      '--token <token>',
      'seen by others in the list of processes: better VX11_TOKEN or VX11_TOKEN_FILE',
    )
    .option('--json', 'one JSON document, or one a line where it follows')
    .option('--exact', 'instants as RFC 3339 instead of words')
    .option('--no-color', 'no colours (NO_COLOR)')
    .showHelpAfterError('("vx11 help" lists the commands)')
    .exitOverride();
  // Commands take over what is set when they are added.
  program.configureOutput({
    writeOut: (text) => void context.output.write(text),
    // Scripts are told in JSON when the command ends. Options of all commands are read before one finds what is wrong.
    writeErr: (text) => {
      if (program.opts<GlobalOptions>().json !== true) context.problems.write(text);
    },
  });
  addStatus(program, context);
  addWindow(program, context);
  addService(program, context);
  addChat(program, context);
  addEngines(program, context);
  addPolicy(program, context);
  addFlags(program, context);
  addAudit(program, context);
  addEvents(program, context);
  addToken(program);
  addDoctor(program, context);
  addCompletion(program, context);
  return program;
}
