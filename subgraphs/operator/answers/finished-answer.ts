import type { MessageRecord } from '../sessions/messages.ts';
import { END, watchedStream } from '../watched-stream.ts';
import type { AnswerEvent } from './answer-log.ts';

/** What chatStream tells of an answer that no longer runs: its text and its end, or nothing to those who saw the end. */
export function finishedAnswer(
  message: MessageRecord,
  afterSeq: number | null,
): AsyncIterableIterator<AnswerEvent> {
  // A user's message had no events; its end counts as the first.
  const seq = Math.max(1, message.lastEventSeq);
  const snapshot = {
    __typename: 'ChatSnapshot',
    seq: seq - 1,
    content: message.content,
    status: message.status,
  } as const;
  const events: AnswerEvent[] =
    afterSeq !== null && afterSeq >= seq ? [] : [snapshot, { __typename: 'ChatFinished', seq, message }];
  return watchedStream<AnswerEvent>({ take: () => events.shift() ?? END, watch: () => () => undefined });
}
