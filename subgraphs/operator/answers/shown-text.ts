import { LONGEST_CONTENT_CHARACTERS, type CompletionEvent } from '../../../schema/completion.ts';
import { MAX_TOOL_ROUNDS } from './engines/complete-with-tools.ts';
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
  /** Whoever is asked now. */
  let asked = '';
  /** Whose text is the last. */
  let writer = '';
  let text = '';
  /** Who wrote the last text of the rounds that were served. */
  let servedBy = '';
  /** Void since the last restart; what came of its attempt is told with the next engine. */
  let voided: ShownText | undefined;
  let cut: ShownText | undefined;

  /** What the attempt under way leaves where a limit cuts it: the rounds that were served stand, whatever it had written itself. */
  function ofAttempt(): ShownText | undefined {
    if (voided !== undefined) return voided;
    return text === '' ? undefined : { engine: writer, content: text };
  }

  function see(event: ShownEvent): void {
    switch (event.type) {
      case 'routing':
        if (wasCut(event.attempts ?? [], asked)) cut = longer(cut, ofAttempt());
        voided = undefined;
        asked = event.engine;
        return;
      case 'delta':
        if (event.reasoning) return;
        text += event.text;
        writer = asked;
        return;
      case 'restarted':
        if (event.discardedCharacters > 0) voided = { engine: event.from, content: text };
        text = text.slice(0, Math.max(0, text.length - event.discardedCharacters));
        writer = servedBy;
        return;
      case 'tool-call':
        // A round was served: what was cut before it is replaced.
        cut = undefined;
        servedBy = writer;
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
      show({ type: 'restarted', from: asked, to: null, discardedCharacters, reason });
  };
  return {
    show,
    keepCut(isCut, reason) {
      const kept = longer(cut, isCut ? ofAttempt() : undefined);
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

/** As much as switch serves in all rounds together. */
const MOST_SHOWN_CHARACTERS = (MAX_TOOL_ROUNDS + 1) * LONGEST_CONTENT_CHARACTERS;
