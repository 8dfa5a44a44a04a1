import { LONGEST_CONTENT_CHARACTERS, type CompletionEvent } from '../../../schema/completion.ts';
import type { ToolCallRecord } from '../sessions/tool-calls.ts';

/** What a viewer is told while the answer is made. */
export type ShownEvent =
  | Extract<CompletionEvent, { type: 'routing' | 'delta' | 'restarted' }>
  | { readonly type: 'tool-call'; readonly toolCall: ToolCallRecord };

/**
 * An engine that fails after text was shown leaves text that is not the answer: viewers are told that it is void. Throws where more
 * is shown than an answer may hold.
 */
export function trackShown(showEvent: (event: ShownEvent) => void): {
  show: (event: ShownEvent) => void;
  voidShown: (reason: string) => void;
} {
  let engine = '';
  let characters = 0;
  const show = (event: ShownEvent): void => {
    if (event.type === 'routing') engine = event.engine;
    if (event.type === 'delta' && !event.reasoning) characters += event.text.length;
    if (event.type === 'restarted') characters = Math.max(0, characters - event.discardedCharacters);
    if (characters > MOST_SHOWN_CHARACTERS)
      throw new Error(`more than ${MOST_SHOWN_CHARACTERS} characters were streamed`);
    showEvent(event);
  };
  return {
    show,
    voidShown(reason) {
      if (characters > 0)
        show({ type: 'restarted', from: engine, to: null, discardedCharacters: characters, reason });
    },
  };
}

/** Of all rounds with tools together. */
const MOST_SHOWN_CHARACTERS = 2 * LONGEST_CONTENT_CHARACTERS;
