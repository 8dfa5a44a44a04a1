import { createClient } from 'graphql-ws';
import { request } from 'undici';
import { WebSocket } from 'ws';

export const LOCAL_TOKEN = 'vx11-local-token';
const WAIT_LIMIT_MS = 40_000;

export interface GraphqlError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export interface GraphqlResult<Data = Record<string, unknown>> {
  readonly data?: Data | null;
  readonly errors?: readonly GraphqlError[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export interface GraphqlResponse<Data> extends GraphqlResult<Data> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface TestClient {
  /** POST /graphql. Never throws on GraphQL errors: tests look at them. */
  send<Data = Record<string, unknown>>(
    query: string,
    variables?: Readonly<Record<string, unknown>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<GraphqlResponse<Data>>;
  /** `send` for tests that expect plain success: throws with the errors otherwise. */
  data<Data = Record<string, unknown>>(
    query: string,
    variables?: Readonly<Record<string, unknown>>,
  ): Promise<Data>;
  subscribe<Data = Record<string, unknown>>(
    query: string,
    variables?: Readonly<Record<string, unknown>>,
  ): TestSubscription<Data>;
}

export interface TestSubscription<Data> {
  /** Everything received so far. */
  readonly received: readonly GraphqlResult<Data>[];
  /** The next result; throws when none comes within the limit, or the stream has ended. */
  next(): Promise<GraphqlResult<Data>>;
  /** Reads on until one satisfies the claim, and returns it. */
  until(claim: (result: GraphqlResult<Data>) => boolean, limitMs?: number): Promise<GraphqlResult<Data>>;
  /** Unsubscribes and closes the socket. */
  close(): Promise<void>;
}

export function createTestClient(
  url: string,
  token: string | undefined = LOCAL_TOKEN,
  header = 'x-vx11-token',
): TestClient {
  const auth: Record<string, string> = token === undefined ? {} : { [header]: token };
  const send: TestClient['send'] = async <Data>(
    query: string,
    variables?: Readonly<Record<string, unknown>>,
    headers?: Readonly<Record<string, string>>,
  ) => {
    const response = await request(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...auth, ...headers },
      body: JSON.stringify({ query, ...(variables === undefined ? {} : { variables }) }),
    });
    const body = (await response.body.json()) as GraphqlResult<Data>;
    return { ...body, status: response.statusCode, headers: response.headers };
  };
  return {
    send,
    async data<Data>(query: string, variables?: Readonly<Record<string, unknown>>) {
      const result = await send<Data>(query, variables);
      if (result.errors !== undefined || result.data === null || result.data === undefined) {
        throw new Error(
          `expected plain data, got ${JSON.stringify({ status: result.status, errors: result.errors })}`,
        );
      }
      return result.data;
    },
    subscribe: (query, variables) => openSubscription(url, auth, query, variables),
  };
}

function openSubscription<Data>(
  url: string,
  connectionParams: Record<string, string>,
  query: string,
  variables?: Readonly<Record<string, unknown>>,
): TestSubscription<Data> {
  const socket = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams,
    retryAttempts: 0,
  });
  const received: GraphqlResult<Data>[] = [];
  const iterator = socket.iterate<Data>({
    query,
    ...(variables === undefined ? {} : { variables: { ...variables } }),
  });

  async function next(limitMs = WAIT_LIMIT_MS): Promise<GraphqlResult<Data>> {
    const step = await within(
      limitMs,
      iterator.next(),
      () => `no event; received so far: ${JSON.stringify(received)}`,
    );
    if (step.done === true) throw new Error(`the stream ended; received so far: ${JSON.stringify(received)}`);
    const result = step.value as GraphqlResult<Data>;
    received.push(result);
    return result;
  }

  return {
    received,
    next: () => next(),
    async until(claim, limitMs = WAIT_LIMIT_MS) {
      const dueAt = performance.now() + limitMs;
      for (;;) {
        const result = await next(Math.max(1, dueAt - performance.now()));
        if (claim(result)) return result;
      }
    },
    async close() {
      await iterator.return?.();
      await socket.dispose();
    },
  };
}

/** Rejects when `work` takes longer; the message says what is known then. */
export async function within<Value>(
  limitMs: number,
  work: Promise<Value>,
  explain: () => string,
): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`not within ${Math.round(limitMs)} ms: ${explain()}`)),
      limitMs,
    );
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
