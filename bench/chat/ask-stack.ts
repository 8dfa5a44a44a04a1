import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { LOCAL_TOKEN } from '../../tests/support/graphql-client.ts';
import { startStopwatch, type AnswerTimes } from './answer-times.ts';

const CHAT = `mutation ($message: String!, $engine: ID!) {
  chat(input: { message: $message, engine: $engine, wait: false }) { message { id } } }`;
const CANCEL = 'mutation ($id: ID!) { cancelChat(messageId: $id) { ok } }';
const STREAM = `subscription ($id: ID!) { chatStream(messageId: $id, afterSeq: 0) { __typename
  ... on ChatSnapshot { content } ... on ChatDelta { text } ... on ChatFinished { message { status content } } } }`;

export interface AskedStack {
  /** A question over one WebSocket, for this engine first, and its answer as it streams. */
  ask(message: string, engine?: string): Promise<AnswerTimes>;
  /** The same, but resolves with the first text, and reads on. Returns the id of the answer. */
  follow(message: string): Promise<string>;
  cancel(id: string): Promise<void>;
  close(): Promise<void>;
}

export async function connectStack(url: string): Promise<AskedStack> {
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    lazy: false,
    connectionParams: { 'x-vx11-token': LOCAL_TOKEN },
  });
  await new Promise<void>((resolve) => client.on('connected', () => resolve()));
  return {
    ask: async (message, engine = 'bench') => {
      const watch = startStopwatch();
      const { chat } = await once<{ chat: { message: { id: string } } }>(client, CHAT, { message, engine });
      for await (const { data } of client.iterate<Streamed>({
        query: STREAM,
        variables: { id: chat.message.id },
      })) {
        const event = data?.chatStream;
        watch.text(event?.text?.length ?? 0);
        if (event?.message === undefined) continue;
        if (event.message.status !== 'COMPLETE')
          throw new Error(`the answer ended as ${event.message.status}`);
        break;
      }
      return watch.times();
    },
    async follow(message) {
      const asked = { message, engine: 'bench' };
      const { chat } = await once<{ chat: { message: { id: string } } }>(client, CHAT, asked);
      await new Promise<void>((resolve, reject) => {
        client.subscribe<Streamed>(
          { query: STREAM, variables: { id: chat.message.id } },
          {
            next: ({ data }) => void (data?.chatStream.text === undefined ? undefined : resolve()),
            error: reject,
            complete: () => resolve(),
          },
        );
      });
      return chat.message.id;
    },
    cancel: async (id) => void (await once(client, CANCEL, { id })),
    close: async () => client.dispose(),
  };
}

interface Streamed extends Record<string, unknown> {
  readonly chatStream: {
    readonly text?: string;
    readonly message?: { readonly status: string };
  };
}

async function once<Data extends Record<string, unknown>>(
  client: Client,
  query: string,
  variables: Record<string, unknown>,
): Promise<Data> {
  for await (const { data, errors } of client.iterate<Data>({ query, variables })) {
    if (data === null || data === undefined) throw new Error(JSON.stringify(errors));
    return data;
  }
  throw new Error('there was no answer');
}
