import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { freePort } from './free-port.ts';

/** A real HTTP server that speaks OpenAI's streaming chat completions, and does to each request what its script says. */
export interface ScriptedEngine {
  /** The baseUrl for an engines file: ends in /v1. */
  readonly url: string;
  /** What the next requests get, one script each. Without any, a request gets `answers(DEFAULT_ANSWER)`. */
  script(...scripts: readonly EngineScript[]): void;
  /** Forgets the scripts that nobody asked for. */
  unscript(): void;
  /** Everything asked so far. */
  readonly requests: readonly RecordedRequest[];
  /** How often somebody connected, also without asking anything. */
  readonly connections: number;
  /** The request of this number, from 0, as soon as it is there. */
  request(index: number): Promise<RecordedRequest>;
  close(): Promise<void>;
}

export interface RecordedRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
  /** Resolves when the connection of this request is done with: true where the client left before the answer was complete. */
  readonly closed: Promise<boolean>;
}

/** Writes the answer to one request. */
export type EngineScript = (response: ServerResponse) => void | Promise<void>;

export const DEFAULT_ANSWER = 'Hello from the scripted engine.';

export async function startScriptedEngine(): Promise<ScriptedEngine> {
  const scripts: EngineScript[] = [];
  const requests: RecordedRequest[] = [];
  const waiters: (() => void)[] = [];
  const server = createServer((incoming, response) => {
    void record(incoming, response).then((request) => {
      requests.push(request);
      for (const wake of waiters.splice(0)) wake();
      return (scripts.shift() ?? answers(DEFAULT_ANSWER))(response);
    });
  });
  let connections = 0;
  server.on('connection', () => (connections += 1));
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));

  return {
    get connections() {
      return connections;
    },
    url: `http://127.0.0.1:${port}/v1`,
    script: (...next) => void scripts.push(...next),
    unscript: () => void scripts.splice(0),
    requests,
    async request(index) {
      for (;;) {
        const request = requests[index];
        if (request !== undefined) return request;
        await new Promise<void>((resolve) => waiters.push(resolve));
      }
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function record(incoming: IncomingMessage, response: ServerResponse): Promise<RecordedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  const closed = new Promise<boolean>((resolve) =>
    response.once('close', () => resolve(!response.writableFinished)),
  );
  const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  return { path: incoming.url ?? '', headers: incoming.headers, body, closed };
}

export const usageOfScript = { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 };

/** A whole answer, a chunk per text, with usage. */
export function answers(...texts: readonly string[]): EngineScript {
  return (response) => {
    begin(response);
    for (const text of texts) send(response, contentChunk(text));
    finish(response);
  };
}

/** Thinks aloud first, as reasoning models do; vLLM calls it `reasoning`. */
export function reasons(
  thought: string,
  text: string,
  name: 'reasoning' | 'reasoning_content' = 'reasoning_content',
): EngineScript {
  return (response) => {
    begin(response);
    send(response, {
      choices: [{ index: 0, delta: { [name]: thought, content: null }, finish_reason: null }],
    });
    send(response, contentChunk(text));
    finish(response);
  };
}

/** Asks for tools as a stream does: each piece is one event, then the finish reason. */
export function asksForTools(
  pieces: readonly object[],
  more: { readonly thought?: string; readonly finishReason?: string } = {},
): EngineScript {
  return (response) => {
    begin(response);
    const { thought, finishReason = 'tool_calls' } = more;
    if (thought !== undefined)
      send(response, { choices: [{ index: 0, delta: { reasoning_content: thought }, finish_reason: null }] });
    for (const piece of pieces)
      send(response, { choices: [{ index: 0, delta: { tool_calls: [piece] }, finish_reason: null }] });
    send(response, { choices: [{ index: 0, delta: {}, finish_reason: finishReason }] });
    send(response, { choices: [], usage: usageOfScript });
    response.end('data: [DONE]\n\n');
  };
}

/** Sends each text only when its gate opens, then ends. */
export function answersThroughGates(
  ...gated: readonly { readonly gate: Promise<void>; readonly text: string }[]
): EngineScript {
  return async (response) => {
    begin(response);
    response.flushHeaders();
    for (const { gate, text } of gated) {
      await gate;
      send(response, contentChunk(text));
    }
    finish(response);
  };
}

/** Answers when the gate opens, and bills this. */
export function billsAtGate(
  gate: Promise<void>,
  usage: { readonly prompt_tokens: number; readonly completion_tokens: number },
): EngineScript {
  return async (response) => {
    begin(response);
    response.flushHeaders();
    await gate;
    send(response, contentChunk('paid'));
    finish(response, usage);
  };
}

/** As older servers do: no usage, and the connection ends after the finish reason without [DONE]. */
export function answersWithoutUsage(text: string, finishReason = 'stop'): EngineScript {
  return (response) => {
    begin(response);
    send(response, contentChunk(text));
    send(response, { choices: [{ index: 0, delta: {}, finish_reason: finishReason }] });
    response.end();
  };
}

/** Says with its text that it has finished, and never closes; what comes after that is up to `tail`. */
export function finishesOpen(text: string, tail: EngineScript = () => undefined): EngineScript {
  return (response) => {
    begin(response);
    // In one piece, so that who has read the text has read the finish reason.
    response.cork();
    send(response, contentChunk(text));
    send(response, { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
    response.uncork();
    return tail(response);
  };
}

/** Within a stream: what the answer cost. */
export const tellsUsage: EngineScript = (response) => send(response, { choices: [], usage: usageOfScript });

/** No stream, only a status, as of a refusal or a fault. The body echoes what some servers echo. */
export function respondsWith(
  status: number,
  headers: Readonly<Record<string, string>> = {},
  body = '{"error":{"message":"no"}}',
): EngineScript {
  return (response) =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
}

/** Sends these texts and then nothing more, with the connection open. With none it does not even send headers. */
export function stallsAfter(...texts: readonly string[]): EngineScript {
  return (response) => {
    if (texts.length === 0) return;
    begin(response);
    for (const text of texts) send(response, contentChunk(text));
  };
}

/** Is alive, but says nothing: comments and empty deltas for ever. */
export function onlyKeepsAlive(): EngineScript {
  return (response) => {
    begin(response);
    return keepsAlive(response);
  };
}

/** Within a stream. */
export const keepsAlive: EngineScript = (response) => {
  const beat = setInterval(() => {
    response.write(': keep-alive\n\n');
    send(response, {
      choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }],
    });
  }, 5);
  response.once('close', () => clearInterval(beat));
};

/** This text again and again, until somebody has enough. */
export function writesForEver(text: string): EngineScript {
  return (response) => {
    begin(response);
    const beat = setInterval(() => send(response, contentChunk(text)), 20);
    response.once('close', () => clearInterval(beat));
  };
}

/** The connection breaks after these texts. */
export function breaksAfter(...texts: readonly string[]): EngineScript {
  return (response) => {
    begin(response);
    for (const text of texts) send(response, contentChunk(text));
    // After the write is on its way, or the text would be lost with the socket.
    response.write('', () => response.socket?.destroy());
  };
}

/** The same, but only when the gate opens. */
export function breaksAtGate(gate: Promise<void>, ...texts: readonly string[]): EngineScript {
  return async (response) => {
    begin(response);
    for (const text of texts) send(response, contentChunk(text));
    await gate;
    response.socket?.destroy();
  };
}

/** An event stream whose data is this. */
export function sendsData(...data: readonly string[]): EngineScript {
  return (response) => {
    begin(response);
    for (const item of data) response.write(`data: ${item}\n\n`);
    response.end();
  };
}

function begin(response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
  });
}

function send(response: ServerResponse, chunk: object): void {
  response.write(
    `data: ${JSON.stringify({ id: 'c1', object: 'chat.completion.chunk', model: 'scripted', ...chunk })}\n\n`,
  );
}

function contentChunk(content: string): object {
  return { choices: [{ index: 0, delta: { content }, finish_reason: null }] };
}

function finish(response: ServerResponse, usage: object = usageOfScript): void {
  send(response, { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
  send(response, { choices: [], usage });
  response.end('data: [DONE]\n\n');
}
