import { CommanderError } from 'commander';
import { systemClock } from '../platform/clock.ts';
import { exitCodes } from './exit/exit-codes.ts';
import { failureOf, INTERNAL, USAGE, type Failure } from './exit/failure.ts';
import { createProgram } from './program.ts';
import { readSettings, type Env } from './settings/settings.ts';
import type { GlobalOptions } from './session.ts';
import { Terminal, type TerminalStream } from './terminal/terminal.ts';
import { timeWords } from './terminal/time-words.ts';

export interface Surroundings {
  readonly args: readonly string[];
  readonly env: Env;
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream & TerminalStream;
  readonly problems: TerminalStream;
  /** Aborts with Interrupted. */
  readonly signal: AbortSignal;
}

/** One command, from its line to its exit code. Never rejects. */
export async function run(surroundings: Surroundings): Promise<number> {
  const program = createProgram({
    ...surroundings,
    openTerminal: (options) => openTerminal(surroundings, options),
  });
  try {
    await program.parseAsync(surroundings.args, { from: 'user' });
    return exitCodes.ok;
  } catch (error) {
    const options = program.opts<GlobalOptions>();
    if (error instanceof CommanderError) {
      // Help is no failure, and commander has said to people what is wrong.
      if (error.exitCode === 0) return exitCodes.ok;
      if (options.json !== true) return exitCodes.usage;
    }
    return tell(failureOf(error, urlOf(options, surroundings.env)), openTerminal(surroundings, options));
  }
}

function openTerminal({ env, output, problems }: Surroundings, options: GlobalOptions): Terminal {
  const asked = env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '' ? false : options.color;
  return new Terminal({
    output,
    problems,
    isJson: options.json === true,
    hasColours: asked && output.isTTY === true && env['TERM'] !== 'dumb',
    times: timeWords(() => systemClock.now(), options.exact === true),
  });
}

function tell(failure: Failure, terminal: Terminal): number {
  const { exitCode, message, code, advice, correlationId } = failure;
  if (message === undefined) return exitCode;
  if (terminal.isJson) {
    terminal.jsonProblem({ error: { code, message, advice, correlationId, exitCode } });
    return exitCode;
  }
  const codeWords = code === INTERNAL || code === USAGE ? '' : ` (${code})`;
  terminal.note(`${terminal.colours.red('error')}: ${message}${codeWords}`);
  if (advice !== undefined) terminal.note(`  ${advice}`);
  if (correlationId !== undefined)
    terminal.note(`  ${terminal.colours.dim(`correlation id ${correlationId}`)}`);
  return exitCode;
}

function urlOf(options: GlobalOptions, env: Env): string {
  try {
    return readSettings(options, env).url;
  } catch {
    return '';
  }
}
