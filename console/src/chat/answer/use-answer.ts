import { useReducer } from 'react';
import { FollowAnswerDocument, type SaidFragment } from '../../generated/graphql.ts';
import { useBatch } from '../../server/batch.ts';
import { useEvents } from '../../server/use-events.ts';
import { nextAnswer, nothingSaid, type AnswerEvent, type AnswerState } from './answer-state.ts';

/** Follows an answer from its first word to its end, also one that began before this page. */
export function useAnswer(message: SaidFragment): AnswerState {
  const [state, dispatch] = useReducer(nextAnswer, nothingSaid);
  const add = useBatch<AnswerEvent>(dispatch);
  const ended = !isRunning(message);
  useEvents(FollowAnswerDocument, { messageId: message.id }, ({ chatStream }) => add(chatStream), ended);
  return state;
}

export function isRunning(message: Pick<SaidFragment, 'status'>): boolean {
  return message.status === 'PENDING' || message.status === 'STREAMING';
}
