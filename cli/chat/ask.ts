import type { ChatAnswer, ChatStep } from '../../client/index.ts';
import { orAbort } from '../../client/time-limit.ts';
import { Refusal } from '../exit/refusal.ts';
import type { Session } from '../session.ts';
import { printable } from '../terminal/printable.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { answerNotes } from './answer-notes.ts';
import type { ChatOptions } from './chat.ts';
import { restartWords } from './restart-words.ts';

interface Question {
  readonly message: string;
  readonly sessionId: string | undefined;
}

const CANCEL_LIMIT_MS = 5_000;

/**
 * One question and its answer. A person reads it as it comes; where nobody looks it is printed when it is whole, as an engine that dies
 * takes back what it said. Returns the id of the conversation.
 */
export async function ask(
  session: Session,
  { message, sessionId }: Question,
  { engine, fallback, keep, facts = false }: ChatOptions,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { client, terminal } = session;
  let begun: Extract<ChatStep, { type: 'begun' }> | undefined;
  const input = { message, sessionId, engine, allowFallback: fallback };
  const steps = client.chat(input);
  try {
    for (;;) {
      // A Ctrl-C before the answer has an id would leave it unknown, so the question itself is heard out.
      const step = await (begun === undefined ? steps.next() : orAbort(steps.next(), signal));
      if (step.done === true) return begun?.sessionId;
      if (step.value.type === 'begun') begun = step.value;
      show(session, step.value, facts);
    }
  } catch (error) {
    if (signal.aborted && begun !== undefined && keep !== true)
      await client.cancelChat(begun.messageId, { signal: AbortSignal.timeout(CANCEL_LIMIT_MS) });
    if (signal.aborted && begun !== undefined)
      terminal.note(keep === true ? `the answer goes on in conversation ${begun.sessionId}` : 'cancelled');
    throw error;
  } finally {
    void steps.return?.();
  }
}

function show({ terminal }: Session, step: ChatStep, showsFacts: boolean): void {
  if (terminal.isJson) return showForScripts(terminal, step);
  switch (step.type) {
    case 'text':
      return terminal.isLive ? terminal.write(printable(step.text)) : undefined;
    case 'snapshot':
      return terminal.isLive ? terminal.write(printable(step.content)) : undefined;
    case 'routing':
      return terminal.progress(`asking ${step.engine ?? 'an engine'}: ${step.why}`);
    case 'reasoning':
      return terminal.progress('thinking …');
    case 'restarted':
      return terminal.note(terminal.colours.yellow(`\n— ${restartWords(step)} —`));
    case 'finished':
      return finish(terminal, step.message, showsFacts);
    case 'begun':
    case 'tool':
      return undefined;
  }
}

/** Throws where there is no answer, or only a part of one. */
function showForScripts(terminal: Terminal, step: ChatStep): void {
  terminal.json(step);
  if (step.type === 'finished') demandAnswer(step.message);
}

/** Throws where there is no answer, or only a part of one. */
function finish(terminal: Terminal, message: ChatAnswer, showsFacts: boolean): void {
  const { content } = message;
  // What was shown ends in no line of its own.
  terminal.print(terminal.isLive ? '' : printable(content));
  for (const note of answerNotes(message, showsFacts, terminal)) terminal.note(note);
  demandAnswer(message);
}

function demandAnswer({ status, error, correlationId }: ChatAnswer): void {
  if (status === 'FAILED' || status === 'PARTIAL')
    throw new Refusal(error?.code ?? 'INTERNAL', error?.message ?? 'the answer failed', correlationId);
}
