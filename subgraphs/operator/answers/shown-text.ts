import type { CompletionEvent } from '../../../schema/completion.ts';

/** What a viewer is told while the answer is made. */
export type ShownEvent = Extract<CompletionEvent, { type: 'routing' | 'delta' | 'restarted' }>;

/** An engine that fails after text was shown leaves text that is not the answer: viewers are told that it is void. */
export function trackShown(showEvent: (event: ShownEvent) => void): {
  show: (event: ShownEvent) => void;
  voidShown: (reason: string) => void;
} {
  let engine = '';
  let characters = 0;
  const show = (event: ShownEvent): void => {
    if (event.type === 'routing') engine = event.engine;
    if (event.type === 'delta' && !event.reasoning) characters += event.text.length;
    if (event.type === 'restarted') characters = 0;
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
