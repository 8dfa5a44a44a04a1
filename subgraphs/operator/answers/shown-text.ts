import { LONGEST_CONTENT_CHARACTERS, type CompletionEvent } from '../../../schema/completion.ts';
import type { ToolCallRecord } from '../sessions/tool-calls.ts';

/** What a viewer is told while the answer is made. */
export type ShownEvent =
  | Extract<CompletionEvent, { type: 'routing' | 'delta' | 'restarted' }>
  | { readonly type: 'tool-call'; readonly toolCall: ToolCallRecord };

/** The whole text as it stood when this engine had written the last of it. */
export interface ShownText {
  readonly engine: string;
  readonly content: string;
}

/**
 * An engine that fails after text was shown leaves text that is not the answer: viewers are told that it is void. What a limit cut is
 * not void where nobody else answers. `show` throws where more is shown than an answer may hold.
 */
export interface Shown {
  readonly show: (event: ShownEvent) => void;
  /** The longest text that a limit cut; undefined where none was. `isCut`: that of the engine asked last was. What else is shown becomes void. */
  readonly keepCut: (isCut: boolean, reason: string) => ShownText | undefined;
  readonly voidShown: (reason: string) => void;
}

export function trackShown(showEvent: (event: ShownEvent) => void): Shown {
  let engine = '';
  let text = '';
  /** How much of the text is of the attempt under way. */
  let ofAttempt = 0;
  /** Void since the last restart; what came of its attempt is told with the next engine. */
  let voided: ShownText | undefined;
  let cut: ShownText | undefined;

  function see(event: ShownEvent): void {
    switch (event.type) {
      case 'routing':
        if (voided !== undefined && wasCut(event.attempts ?? [], voided.engine)) cut = longer(cut, voided);
        voided = undefined;
        engine = event.engine;
        ofAttempt = 0;
        return;
      case 'delta':
        if (event.reasoning) return;
        text += event.text;
        ofAttempt += event.text.length;
        return;
      case 'restarted':
        if (event.discardedCharacters > 0) voided = { engine: event.from, content: text };
        text = text.slice(0, Math.max(0, text.length - event.discardedCharacters));
        ofAttempt = 0;
        return;
      case 'tool-call':
        // A round was served: what was cut before it is replaced.
        cut = undefined;
    }
  }

  const show = (event: ShownEvent): void => {
    see(event);
    if (text.length > MOST_SHOWN_CHARACTERS)
      throw new Error(`more than ${MOST_SHOWN_CHARACTERS} characters were streamed`);
    showEvent(event);
  };
  const voidShown = (reason: string): void => {
    const discardedCharacters = text.length;
    if (discardedCharacters > 0)
      show({ type: 'restarted', from: engine, to: null, discardedCharacters, reason });
  };
  return {
    show,
    keepCut(isCut, reason) {
      const kept = longer(cut, isCut && ofAttempt > 0 ? { engine, content: text } : undefined);
      if (kept !== undefined && !kept.content.startsWith(text)) voidShown(reason);
      return kept;
    },
    voidShown,
  };
}

/** An engine is asked again only where nothing of it was shown, so its last attempt is the one. */
export function wasCut(
  attempts: readonly { readonly engine: string; readonly outcome: string }[],
  engine: string,
): boolean {
  return attempts.findLast((attempt) => attempt.engine === engine)?.outcome === 'TIMED_OUT';
}

function longer(one: ShownText | undefined, other: ShownText | undefined): ShownText | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return other.content.length > one.content.length ? other : one;
}

/** Of all rounds with tools together. */
const MOST_SHOWN_CHARACTERS = 2 * LONGEST_CONTENT_CHARACTERS;
