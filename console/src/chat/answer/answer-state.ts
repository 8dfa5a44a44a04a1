import type { FollowAnswerSubscription } from '../../generated/graphql.ts';

export type AnswerEvent = FollowAnswerSubscription['chatStream'];

export interface Voided {
  readonly text: string;
  /** Why it is void, and who starts over. */
  readonly words: string;
}

/** An answer while it is made. */
export interface AnswerState {
  readonly text: string;
  readonly reasoning: string;
  readonly engine: string | null;
  /** Why this engine was asked. */
  readonly why: string | null;
  readonly voided: readonly Voided[];
  readonly tools: readonly string[];
}

export const nothingSaid: AnswerState = {
  text: '',
  reasoning: '',
  engine: null,
  why: null,
  voided: [],
  tools: [],
};

export function nextAnswer(state: AnswerState, events: readonly AnswerEvent[]): AnswerState {
  return events.reduce(afterEvent, state);
}

function afterEvent(state: AnswerState, event: AnswerEvent): AnswerState {
  switch (event.__typename) {
    case 'ChatSnapshot':
      return { ...state, text: event.content };
    case 'ChatRouting':
      return { ...state, engine: event.engine?.id ?? null, why: event.why };
    case 'ChatDelta':
      return event.reasoning
        ? { ...state, reasoning: state.reasoning + event.text }
        : { ...state, text: state.text + event.text };
    case 'ChatToolCall':
      return {
        ...state,
        tools: [...state.tools, `${event.toolCall.tool}: ${event.toolCall.status.toLowerCase()}`],
      };
    case 'ChatRestarted': {
      // In UTF-16 units, as the server counts them.
      const kept = Math.max(0, state.text.length - event.discardedCharacters);
      const from = event.from?.id ?? 'The engine';
      // Without another engine madre may answer or nobody: what follows says which.
      const words = `${from} stopped (${event.reason}); ${event.to?.id ?? 'no other engine'} starts over`;
      const voided = { text: state.text.slice(kept), words };
      return {
        ...state,
        text: state.text.slice(0, kept),
        reasoning: '',
        voided: [...state.voided, voided],
      };
    }
    case 'ChatFinished':
      return { ...state, text: event.message.content };
  }
}
