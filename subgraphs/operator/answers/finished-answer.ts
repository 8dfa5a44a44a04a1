import type { MessageRecord } from '../sessions/messages.ts';
import { END, watchedStream } from '../watched-stream.ts';
import type { AnswerEvent } from './answer-log.ts';

/**
 * What chatStream tells of an answer that no longer runs: its text and its end; the end alone to who saw all of its text, and nothing
 * to who saw the end.
 */
export function finishedAnswer(
  message: MessageRecord,
  afterSeq: number | null,
): AsyncIterableIterator<AnswerEvent> {
  // A user's message had no events; its end counts as the first.
  const seq = Math.max(1, message.lastEventSeq);
  const end = { __typename: 'ChatFinished', seq, message } as const;
  const snapshot = {
    __typename: 'ChatSnapshot',
    seq: seq - 1,
    content: message.content,
    status: message.status,
  } as const;
  const seen = afterSeq ?? 0;
  // Who saw the last event before the end has the whole text.
  const hasText = seen >= 1 && seen >= seq - 1;
  const events: AnswerEvent[] = seen >= seq ? [] : hasText ? [end] : [snapshot, end];
  return watchedStream<AnswerEvent>({ take: () => events.shift() ?? END, watch: () => () => undefined });
}
