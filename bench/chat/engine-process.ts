import { createServer, type ServerResponse } from 'node:http';

/**
 * The engine of the bench, in a process of its own: speaks OpenAI's streaming chat completions. The last message says how:
 * `tokens N` writes N tokens as fast as they are taken, `hold N` writes N and then waits until its process ends. Under `/stalls` it never
 * says a word, under `/keeps-alive` only comments. When a client leaves before the end its parent is told the instant, of the monotonic
 * clock that all processes of the machine share.
 */
const server = createServer((request, response) => {
  response.once('close', () => {
    if (!response.writableFinished) process.send?.({ leftAtMs: Number(process.hrtime.bigint()) / 1e6 });
  });
  if (request.url?.startsWith('/stalls') === true) return void request.resume();
  if (request.url?.startsWith('/keeps-alive') === true)
    return keepAlive(response.writeHead(200, EVENT_STREAM));
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { messages } = JSON.parse(Buffer.concat(chunks).toString()) as {
      readonly messages: readonly { readonly content: string }[];
    };
    const [mode, count] = (messages.at(-1)?.content ?? '').split(' ');
    response.writeHead(200, EVENT_STREAM);
    void write(response, Number(count), mode === 'hold');
  });
});

const EVENT_STREAM = { 'content-type': 'text/event-stream' };

function keepAlive(response: ServerResponse): void {
  const beat = setInterval(() => response.write(': still here\n\n'), 20);
  response.once('close', () => clearInterval(beat));
}

async function write(response: ServerResponse, count: number, holds: boolean): Promise<void> {
  for (let index = 0; index < count && !response.destroyed; index += 1) {
    const taken = response.write(
      `data: {"choices":[{"index":0,"delta":{"content":"tok "},"finish_reason":null}]}\n\n`,
    );
    // As an engine does, each token is written apart, and not faster than it is read.
    await (taken ? new Promise((resolve) => setImmediate(resolve)) : drained(response));
  }
  if (holds) return;
  response.write('data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\n');
  response.end('data: [DONE]\n\n');
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    response.once('drain', resolve);
    response.once('close', resolve);
  });
}

server.listen(Number(process.argv[2]), '127.0.0.1', () => process.send?.('up'));
