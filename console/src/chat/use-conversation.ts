import { useState } from 'react';
import { useClient, useQuery } from 'urql';
import {
  AskDocument,
  CancelChatDocument,
  ConversationDocument,
  SessionsDocument,
  type SaidFragment,
} from '../generated/graphql.ts';
import { problemWords, sentence } from '../server/problem-words.ts';
import { NEW_SESSION } from '../shell/route.ts';
import { isRunning } from './answer/use-answer.ts';
import { useCurrentSession } from './sessions/current-session.ts';

export interface Conversation {
  /** Null while it has not begun. */
  readonly id: string | null;
  /** The one that the last question from here went to, once that is known. */
  readonly begun: string | null;
  readonly title: string | null;
  readonly messages: readonly SaidFragment[];
  readonly state: 'loading' | 'idle' | 'asking' | 'answering';
  /** What was asked and is not stored yet. */
  readonly asked: string | null;
  /** The answer that was asked for here last. */
  readonly awaited: string | null;
  /** Why the last question or reading came to nothing, in words. */
  readonly problem: string | null;
  /** Whether the question was taken. */
  readonly ask: (message: string) => Promise<boolean>;
  /** Ends the answer that is being made; the text so far stays. */
  readonly stop: () => void;
}

/** The conversation of the address, or else the one of this tab, or else the newest. The server keeps it: a reload goes on with it. */
export function useConversation(
  addressed: string | null,
  /** Its first question was taken: the page is to be where it is. */
  onBegan: (id: string) => void,
): Conversation {
  const client = useClient();
  const kept = useCurrentSession();
  const wanted = addressed ?? kept;
  const [newest] = useQuery({ query: SessionsDocument, variables: {}, pause: wanted !== null });
  const id =
    wanted === null
      ? (newest.data?.sessions.edges[0]?.node.id ?? null)
      : wanted === NEW_SESSION
        ? null
        : wanted;
  const [read] = useQuery({
    query: ConversationDocument,
    variables: { id: id ?? '' },
    pause: id === null,
    requestPolicy: 'cache-and-network',
  });
  const [asked, setAsked] = useState<string | null>(null);
  const [awaited, setAwaited] = useState<string | null>(null);
  const [begun, setBegun] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);

  const session = id === null || read.data?.session?.id !== id ? null : read.data.session;
  const messages = (session?.messages.edges ?? []).map(({ node }) => node);
  const running = messages.find(isRunning);
  const loading = (wanted === null && newest.fetching) || (id !== null && session === null && read.fetching);

  async function ask(message: string): Promise<boolean> {
    setAsked(message);
    setBegun(null);
    setRefusal(null);
    const input = { message, wait: false, ...(id === null ? {} : { sessionId: id }) };
    const { data, error } = await client.mutation(AskDocument, { input }).toPromise();
    const chat = data?.chat;
    const began = chat?.ok === true && chat.session ? chat.session.id : null;
    if (began === null) {
      const reason = sentence(chat?.error?.message ?? 'No reason was given');
      setRefusal(error ? problemWords('No answer came', error) : `No answer came. ${reason}`);
    } else {
      setAwaited(chat?.message?.id ?? null);
      const anew = { requestPolicy: 'network-only' } as const;
      await client.query(ConversationDocument, { id: began }, anew).toPromise();
      setBegun(began);
      // With the end of asking, so that what waits for that finds the page at its conversation.
      if (began !== id) onBegan(began);
    }
    setAsked(null);
    return began !== null;
  }

  return {
    id,
    begun,
    title: session?.title ?? null,
    messages,
    state: asked !== null ? 'asking' : running !== undefined ? 'answering' : loading ? 'loading' : 'idle',
    asked,
    awaited,
    problem: refusal ?? readProblem(id, read, session === null),
    ask,
    stop() {
      // What comes of it is told by the answer itself; where the server does not hear it, the page says so as a whole.
      if (running !== undefined)
        void client.mutation(CancelChatDocument, { messageId: running.id }).toPromise();
    },
  };
}

function readProblem(
  id: string | null,
  read: { readonly fetching: boolean; readonly error?: Parameters<typeof problemWords>[1] | undefined },
  missing: boolean,
): string | null {
  if (id === null || read.fetching || !missing) return null;
  if (read.error) return problemWords('The conversation could not be read', read.error);
  return 'The conversation of this address is gone. A new one begins.';
}
