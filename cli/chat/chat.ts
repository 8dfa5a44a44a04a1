import { addAbortSignal, Readable } from 'node:stream';
import type { Command } from 'commander';
import { UsageError } from '../exit/usage-error.ts';
import { withSession, type CommandContext, type Session } from '../session.ts';
import { ask } from './ask.ts';
import { converse } from './converse.ts';

export interface ChatOptions {
  readonly session?: string;
  readonly engine?: string;
  readonly fallback: boolean;
  readonly keep?: boolean;
  readonly facts?: boolean;
}

const LONGEST_MESSAGE = 32_000;

export function addChat(program: Command, context: CommandContext): void {
  program
    .command('chat [message...]')
    .description(
      'ask, and read the answer as it comes; without a message a conversation, or what comes in by a pipe',
    )
    .option('--session <id>', 'go on with this conversation')
    .option('--engine <id>', 'this engine alone')
    .option('--no-fallback', 'fail instead of letting madre answer from live state')
    .option('--facts', "the facts behind madre's own answers, each with its time")
    .option('--keep', 'Ctrl-C leaves the answer to be finished and stored; else it is cancelled')
    .action(withSession(context, chat));
}

async function chat(session: Session, words: readonly string[], options: ChatOptions): Promise<void> {
  if (words.length === 0 && session.input.isTTY === true) return converse(session, options);
  const message = words.length === 0 ? await readAll(session) : words.join(' ');
  if (message.trim() === '') throw new UsageError('there is nothing to ask: vx11 chat "which services run?"');
  await ask(session, { message, sessionId: options.session }, options, session.signal);
}

/** Throws the signal's reason as soon as it aborts. */
async function readAll({ input, signal }: Session): Promise<string> {
  let text = '';
  for await (const chunk of addAbortSignal(signal, Readable.from(input))) {
    text += String(chunk);
    if (text.length > LONGEST_MESSAGE)
      throw new UsageError(`a message has at most ${LONGEST_MESSAGE} characters`);
  }
  return text;
}
