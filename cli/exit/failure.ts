import { CommanderError } from 'commander';
import { Vx11Error } from '../../client/vx11-error.ts';
import { adviceFor } from './advice.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { Interrupted } from './interrupted.ts';
import { Refusal } from './refusal.ts';
import { UsageError } from './usage-error.ts';

/** Why a command did not do what it was asked: what a person reads, and what a script does. */
export interface Failure {
  readonly exitCode: number;
  /** Undefined where nothing is to be said, as after Ctrl-C. */
  readonly message: string | undefined;
  readonly code: string;
  /** What may be done about it. */
  readonly advice: string | undefined;
  readonly correlationId: string | undefined;
}

/** Of every command line or setting that is wrong; the gateway has no such code. */
export const USAGE = 'USAGE';
/** Of what should never happen here: a fault of this program, not of the gateway. */
export const INTERNAL = 'INTERNAL';

export function failureOf(error: unknown, url: string): Failure {
  const nothing = { advice: undefined, correlationId: undefined };
  if (error instanceof Interrupted) {
    const exitCode = error.signal === 'SIGINT' ? exitCodes.interrupted : exitCodes.terminated;
    return { ...nothing, exitCode, message: undefined, code: 'INTERRUPTED' };
  }
  if (error instanceof UsageError)
    return { ...nothing, exitCode: exitCodes.usage, message: error.message, code: USAGE };
  if (error instanceof CommanderError) return usageFailureOf(error);
  if (error instanceof Vx11Error || error instanceof Refusal) {
    const { code, message, correlationId } = error;
    const facts = error instanceof Vx11Error ? error.facts : {};
    return { exitCode: exitCodeOf(code), message, code, advice: adviceFor(code, facts, url), correlationId };
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { ...nothing, exitCode: exitCodes.failed, message, code: INTERNAL };
}

function usageFailureOf({ code, message }: CommanderError): Failure {
  // Without a command there is only help, which is for people.
  const isMissing = code === 'commander.help';
  return {
    exitCode: exitCodes.usage,
    message: isMissing ? 'a command is missing' : message.replace(/^error: /, ''),
    code: USAGE,
    advice: '"vx11 help" lists the commands.',
    correlationId: undefined,
  };
}
