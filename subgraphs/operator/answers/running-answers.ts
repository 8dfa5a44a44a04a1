import type { MessageRecord } from '../sessions/messages.ts';
import { NO_ANSWER, type Answer, type AnswerJob, type AnswerParts } from './answer.ts';
import { AnswerLog } from './answer-log.ts';
import { coalesceDeltas } from './coalesce-deltas.ts';
import { followAttempts } from './follow-attempts.ts';
import { makeAnswer } from './make-answer.ts';
import { partialAnswer, type PartialAnswer } from './partial-answer.ts';
import { createPartialWriter } from './partial-writer.ts';
import { collectRounds, type ServedRounds } from './served-rounds.ts';
import { showEvent } from './shown-event.ts';
import type { ShownEvent } from './shown-text.ts';

/** Beyond this, a chat is refused with RATE_LIMITED before anything is stored. */
const MAX_RUNNING = 256;

export interface RunningAnswer {
  readonly log: AnswerLog;
  /** The stored message in its final state; null where its session was deleted meanwhile. Rejects where it cannot be stored. */
  readonly done: Promise<MessageRecord | null>;
  /** Keeps the text shown so far. Idempotent. */
  cancel(): void;
}

export interface RunningAnswersParts extends AnswerParts {
  readonly readMessage: (id: string) => Promise<MessageRecord | null>;
  readonly onFinished: (sessionId: string) => void;
}

type EndedBy = 'cancelled' | 'closing';

class AnswerEnded extends Error {
  override readonly name = 'AnswerEnded';
  readonly by: EndedBy;

  constructor(by: EndedBy) {
    super(by);
    this.by = by;
  }
}

/** The answers being made in this process. They belong to nobody's request: a client that leaves stops nothing. */
export class RunningAnswers {
  readonly #parts: RunningAnswersParts;
  readonly #running = new Map<
    string,
    RunningAnswer & { readonly sessionId: string; end(by: EndedBy): void }
  >();
  #admitted = 0;
  #closed = false;

  constructor(parts: RunningAnswersParts) {
    this.#parts = parts;
  }

  /** Keeps a place while `begin` stores a question and starts its answer; false, and nothing is begun, where none is free. */
  async admit<T>(begin: () => Promise<T>): Promise<T | false> {
    if (this.#closed || this.#running.size + this.#admitted >= MAX_RUNNING) return false;
    this.#admitted += 1;
    try {
      return await begin();
    } finally {
      this.#admitted -= 1;
    }
  }

  get(messageId: string): RunningAnswer | undefined {
    return this.#running.get(messageId);
  }

  start(
    job: Omit<AnswerJob, 'context'> & { readonly context: Omit<AnswerJob['context'], 'signal'> },
  ): RunningAnswer {
    const controller = new AbortController();
    const log = new AnswerLog();
    const end = (by: EndedBy): void => controller.abort(new AnswerEnded(by));
    const done = this.#run({ ...job, context: { ...job.context, signal: controller.signal } }, log);
    // Whoever waits sees the rejection; without anybody waiting the log has it.
    done.catch((error: unknown) =>
      this.#parts.log.error({ err: error, messageId: job.messageId }, 'an answer could not be stored'),
    );
    const answer = { sessionId: job.sessionId, log, done, end, cancel: () => end('cancelled') };
    this.#running.set(job.messageId, answer);
    if (this.#closed) end('closing');
    return answer;
  }

  /** Before its session is deleted: resolves when none of its answers runs any more. Never rejects. */
  async cancelSession(sessionId: string): Promise<void> {
    const ended = [...this.#running.values()].filter((answer) => answer.sessionId === sessionId);
    for (const answer of ended) answer.cancel();
    await Promise.allSettled(ended.map((answer) => answer.done));
  }

  /** What was shown so far is stored as PARTIAL. Idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    const running = [...this.#running.values()];
    for (const answer of running) answer.end('closing');
    await Promise.allSettled(running.map((answer) => answer.done));
  }

  async #run(job: AnswerJob, log: AnswerLog): Promise<MessageRecord | null> {
    const { store, clock, readMessage, onFinished } = this.#parts;
    const writer = createPartialWriter<PartialAnswer>(clock, (partial) =>
      store.savePartial(job.messageId, partial),
    );
    const seen = followAttempts(clock);
    const rounds = collectRounds();
    const shown = coalesceDeltas(clock, (event) => {
      log.append(event);
      writer.update(partialAnswer(log.text, seen.course()));
    });
    const show = (event: ShownEvent): void => {
      seen.see(event);
      shown.push(showEvent(event));
    };
    try {
      const answer = await makeAnswer(job, this.#parts, { show, seen, rounds }).catch((error: unknown) => {
        shown.flush();
        seen.end('CANCELLED');
        return endedAnswer(error, partialAnswer(log.text, seen.course()), rounds);
      });
      shown.flush();
      // madre's own text comes whole: who follows is told it as any other.
      if (answer.content.length > log.text.length && answer.content.startsWith(log.text))
        log.append({
          __typename: 'ChatDelta',
          text: answer.content.slice(log.text.length),
          reasoning: false,
        });
      await writer.stop();
      await store.finish(job.messageId, answer, log.lastSeq + 1);
      const message = await readMessage(job.messageId);
      if (message !== null) log.append({ __typename: 'ChatFinished', message });
      return message;
    } finally {
      shown.flush();
      await writer.stop();
      this.#running.delete(job.messageId);
      log.end();
      onFinished(job.sessionId);
    }
  }
}

function endedAnswer(error: unknown, seen: PartialAnswer, rounds: ServedRounds): Answer {
  if (!(error instanceof AnswerEnded)) throw error;
  const common = { retryAfterSec: null, retryable: true };
  const known = { ...NO_ANSWER, ...seen, ...rounds.kept(seen.content !== '') };
  if (error.by === 'cancelled') {
    const chatError = { code: 'CANCELLED', message: 'the answer was cancelled', ...common } as const;
    return {
      ...known,
      status: 'CANCELLED',
      finishReason: 'CANCELLED',
      error: chatError,
    };
  }
  const chatError = {
    code: 'INTERNAL',
    message: 'the server stopped before the answer was complete; ask again',
    ...common,
  } as const;
  return {
    ...known,
    status: seen.content === '' ? 'FAILED' : 'PARTIAL',
    error: chatError,
  };
}
