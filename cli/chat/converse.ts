import { createInterface, type Interface } from 'node:readline';
import { exitCodes } from '../exit/exit-codes.ts';
import { failureOf } from '../exit/failure.ts';
import { Interrupted } from '../exit/interrupted.ts';
import type { Session } from '../session.ts';
import { ask } from './ask.ts';
import type { ChatOptions } from './chat.ts';

/** Question after question, until Ctrl-D, or Ctrl-C at an empty line. Ctrl-C during an answer cancels that answer alone. */
export async function converse(session: Session, options: ChatOptions): Promise<void> {
  const { terminal, input, signal, url } = session;
  let sessionId = options.session;
  let answering: AbortController | undefined;
  const lines = createInterface({ input, output: session.screen, terminal: true, prompt: '› ' });
  const onAbort = (): void => lines.close();
  signal.addEventListener('abort', onAbort, { once: true });
  lines.on('SIGINT', () => {
    if (answering === undefined) lines.close();
    else answering.abort(new Interrupted('SIGINT'));
  });
  terminal.note(terminal.colours.dim('Ctrl-D ends'));
  for await (const message of questions(lines)) {
    answering = new AbortController();
    try {
      const ends = AbortSignal.any([signal, answering.signal]);
      sessionId = await ask(session, { message, sessionId }, options, ends);
    } catch (error) {
      const { exitCode, message: problem } = failureOf(error, url);
      if (signal.aborted || exitCode === exitCodes.unreachable) throw error;
      if (problem !== undefined) terminal.note(`${terminal.colours.red('error')}: ${problem}`);
    }
    answering = undefined;
  }
  signal.removeEventListener('abort', onAbort);
  if (sessionId !== undefined) terminal.note(`go on later with: vx11 chat --session ${sessionId}`);
}

/** Lines that say something, with a prompt before each. */
async function* questions(lines: Interface): AsyncGenerator<string, void, undefined> {
  lines.prompt();
  for await (const line of lines) {
    if (line.trim() !== '') yield line;
    lines.prompt();
  }
}
