import { Agent, request, type Dispatcher } from 'undici';
import { startStopwatch, type AnswerTimes } from './answer-times.ts';

const agent = new Agent({ connections: 128 });

/** The engine alone, over a connection that is kept, as an application without the stack would ask it. */
export async function askEngine(url: string, message: string): Promise<AnswerTimes> {
  const watch = startStopwatch();
  const { body } = await ask(url, message);
  let rest = '';
  for await (const chunk of body as AsyncIterable<Buffer>) {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) watch.text(contentOf(line).length);
  }
  return watch.times();
}

/** Asks, and resolves with the first bytes of the answer; the returned function leaves it there. */
export async function leaveEngine(url: string, message: string): Promise<() => Promise<void>> {
  const { body } = await ask(url, message);
  await body[Symbol.asyncIterator]().next();
  return () => Promise.resolve(void body.on('error', () => undefined).destroy());
}

function ask(url: string, message: string): Promise<Dispatcher.ResponseData> {
  return request(`${url}/chat/completions`, {
    method: 'POST',
    dispatcher: agent,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'any', stream: true, messages: [{ role: 'user', content: message }] }),
  });
}

function contentOf(line: string): string {
  if (!line.startsWith('data: {')) return '';
  const { choices } = JSON.parse(line.slice(6)) as {
    readonly choices: readonly { readonly delta?: { readonly content?: string } }[];
  };
  return choices[0]?.delta?.content ?? '';
}
