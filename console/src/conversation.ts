import type { Client } from '@urql/core';
import { useEffect, useState } from 'react';
import { useClient } from 'urql';
import { addressedConversation, keepConversation } from './conversation-address.ts';
import {
  AskDocument,
  ConversationDocument,
  NewestConversationDocument,
  type AskMutation,
  type SaidFragment,
  type TalkFragment,
} from './generated/graphql.ts';
import { problemWords, sentence } from './problem-words.ts';

export type Entry =
  | { readonly by: 'you'; readonly text: string }
  | { readonly by: 'stack'; readonly answer: SaidFragment }
  | { readonly by: 'nobody'; readonly problem: string };

export interface Conversation {
  readonly entries: readonly Entry[];
  readonly state: 'loading' | 'idle' | 'asking';
  /** False where the server was not heard, so that the message is worth keeping for another try. */
  ask(message: string): Promise<boolean>;
  readonly startNew: () => void;
}

/** The conversation that the address names, or else the newest one. The server keeps it: a reload goes on with it. */
export function useConversation(connected: boolean): Conversation {
  const client = useClient();
  const [entries, setEntries] = useState<readonly Entry[]>([]);
  const [sessionId, setSessionId] = useState<string>();
  const [state, setState] = useState<Conversation['state']>('loading');
  const add = (entry: Entry): void => setEntries((before) => [...before, entry]);

  useEffect(() => {
    if (state !== 'loading' || !connected) return;
    const reading = readConversation(client, (session, problem) => {
      setSessionId(session?.id);
      setEntries([...entriesOf(session), ...(problem === null ? [] : [{ by: 'nobody' as const, problem }])]);
      setState('idle');
    });
    return () => reading.unsubscribe();
  }, [client, connected, state]);

  return {
    entries,
    state,
    async ask(message) {
      setState('asking');
      add({ by: 'you', text: message });
      const { data, error } = await client.mutation(AskDocument, {
        message,
        ...(sessionId === undefined ? {} : { sessionId }),
      });
      setState('idle');
      if (data?.chat.session) {
        setSessionId(data.chat.session.id);
        keepConversation(data.chat.session.id);
      }
      add(error ? { by: 'nobody', problem: problemWords('No answer came', error) } : entryOf(data?.chat));
      return error?.networkError === undefined;
    },
    startNew() {
      setSessionId(undefined);
      setEntries([]);
      keepConversation('new');
    },
  };
}

function readConversation(
  client: Client,
  onRead: (session: TalkFragment | null, problem: string | null) => void,
): { unsubscribe(): void } {
  const id = addressedConversation();
  if (id === 'new') {
    onRead(null, null);
    return { unsubscribe: () => undefined };
  }
  const thing = 'The conversation could not be read';
  if (id === null)
    return client
      .query(NewestConversationDocument, {})
      .subscribe(({ data, error }) =>
        onRead(data?.sessions.edges[0]?.node ?? null, error ? problemWords(thing, error) : null),
      );
  return client.query(ConversationDocument, { id }).subscribe(({ data, error }) => {
    const gone =
      data?.session === null ? 'The conversation of this address is gone. A new one begins.' : null;
    onRead(data?.session ?? null, error ? problemWords(thing, error) : gone);
  });
}

function entriesOf(session: TalkFragment | null): Entry[] {
  return (session?.messages.edges ?? []).map(({ node }) =>
    node.role === 'USER' ? { by: 'you', text: node.content } : { by: 'stack', answer: node },
  );
}

function entryOf(chat: AskMutation['chat'] | undefined): Entry {
  if (chat?.ok === true && chat.message) return { by: 'stack', answer: chat.message };
  return {
    by: 'nobody',
    problem: `No answer came. ${sentence(chat?.error?.message ?? 'No reason was given')}`,
  };
}
