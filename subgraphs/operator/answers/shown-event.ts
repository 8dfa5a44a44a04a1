import type { NewAnswerEvent } from './answer-log.ts';
import type { ShownEvent } from './shown-text.ts';

/** switch's event as chatStream tells it. */
export function showEvent(event: ShownEvent): NewAnswerEvent {
  switch (event.type) {
    case 'routing':
      return {
        __typename: 'ChatRouting',
        engine: { id: event.engine },
        attempt: event.attempt,
        why: event.why,
      };
    case 'delta':
      return { __typename: 'ChatDelta', text: event.text, reasoning: event.reasoning };
    case 'tool-call':
      return { __typename: 'ChatToolCall', toolCall: event.toolCall };
    case 'restarted':
      return {
        __typename: 'ChatRestarted',
        from: { id: event.from },
        to: event.to === null ? null : { id: event.to },
        discardedCharacters: event.discardedCharacters,
        reason: event.reason,
      };
  }
}
