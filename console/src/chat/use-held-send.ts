import { useEffect, useState } from 'react';
import type { Conversation } from './use-conversation.ts';

export interface HeldSend {
  /** Whether a message waits for what goes on before it. */
  readonly held: boolean;
  /** Sends at once, or as soon as it can be. */
  readonly request: () => void;
  readonly takeBack: () => void;
}

/**
 * What is sent while a question is asked or answered waits for the end of that, and goes out once. It stays a draft where the question
 * before it was refused, or where the page is at another conversation by then.
 */
export function useHeldSend(conversation: Conversation, send: () => void): HeldSend {
  const { id, begun, state, problem } = conversation;
  /** The conversation that it was written in; null where that has not begun. */
  const [waiting, setWaiting] = useState<{ readonly id: string | null } | null>(null);
  const busy = state === 'asking' || state === 'answering';

  useEffect(() => {
    if (waiting === null || busy) return;
    setWaiting(null);
    const isThere = id === waiting.id || (waiting.id === null && id === begun);
    if (isThere && problem === null) send();
  });

  return {
    held: waiting !== null,
    request: () => (busy ? setWaiting({ id }) : send()),
    takeBack: () => setWaiting(null),
  };
}
