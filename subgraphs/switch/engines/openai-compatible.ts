import { request as httpRequest, type Agent, type Dispatcher } from 'undici';
import type { Clock } from '../../../platform/clock.ts';
import { createEngineAgent } from './agent.ts';
import { createAnswerReader, type AnswerReader } from './answer-reader.ts';
import { watchContent, type ContentLimits, type ContentWatch } from './content-watch.ts';
import { EngineFailure, type Engine, type EnginePart, type ToldRequest } from './engine.ts';
import { toEngineFailure, statusFailure } from './http-failure.ts';
import { toWireRequest } from './wire-request.ts';

export interface OpenAiCompatibleOptions {
  /** Up to and without `/chat/completions`. */
  readonly baseUrl: string;
  readonly model: string;
  /** Goes into the Authorization header and nowhere else. */
  readonly apiKey: string | undefined;
  readonly limits: ContentLimits & { readonly connectTimeoutMs: number };
  readonly clock: Clock;
}

/** How long the tail of a finished answer is waited for, so that its connection can serve the next one. */
const DRAIN_MS = 1_000;

/** DeepSeek, llama.cpp, Ollama, vLLM and whatever else speaks OpenAI's streaming chat completions. */
export function createOpenAiCompatibleEngine(options: OpenAiCompatibleOptions): Engine {
  const agent = createEngineAgent(options.limits.connectTimeoutMs, options.clock);
  return {
    stream: (request, signal) => streamAnswer(options, agent, request, signal),
    close: () => agent.destroy(),
  };
}

async function* streamAnswer(
  options: OpenAiCompatibleOptions,
  agent: Agent,
  request: ToldRequest,
  signal: AbortSignal,
): AsyncGenerator<EnginePart, void, undefined> {
  const watch = watchContent(options.clock, options.limits, signal);
  try {
    const body = await openStream(options, agent, request, watch);
    yield* readAnswer(body, request, watch, options.clock);
  } catch (error) {
    throw signal.aborted ? signal.reason : toEngineFailure(error);
  } finally {
    watch.stop();
  }
}

async function openStream(
  options: OpenAiCompatibleOptions,
  agent: Agent,
  request: ToldRequest,
  watch: ContentWatch,
): Promise<Dispatcher.ResponseData['body']> {
  watch.signal.throwIfAborted();
  const response = await watch.waitFor(
    // Redirects are not followed: this carries a key, and the configuration says to whom.
    httpRequest(`${options.baseUrl.replace(/\/+$/, '')}/chat/completions`, {
      method: 'POST',
      dispatcher: agent,
      signal: watch.signal,
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        ...(options.apiKey === undefined ? {} : { authorization: `Bearer ${options.apiKey}` }),
      },
      body: JSON.stringify(toWireRequest(options.model, request)),
    }),
  );
  const problem = await responseProblem(response, watch, options.clock.now());
  if (problem === undefined) return response.body;
  destroy(response.body);
  throw problem;
}

async function responseProblem(
  response: Dispatcher.ResponseData,
  watch: ContentWatch,
  nowMs: number,
): Promise<EngineFailure | undefined> {
  const header = (name: string): string | undefined => {
    const value = response.headers[name];
    return typeof value === 'string' ? value : value?.[0];
  };
  const { statusCode: status } = response;
  if (status !== 200) {
    // Only refusals say in their words what is wrong; the others are told apart by their status.
    const text = MAY_EXPLAIN.includes(status) ? await firstBytes(response.body, watch) : '';
    return statusFailure({ status, retryAfter: header('retry-after'), text }, nowMs);
  }
  if (header('content-type')?.startsWith('text/event-stream') === true) return undefined;
  return new EngineFailure('BAD_RESPONSE', 'it did not answer with an event stream');
}

const MAY_EXPLAIN = [400, 413, 422];
const EXPLANATION_BYTES = 16_384;

async function firstBytes(body: Dispatcher.ResponseData['body'], watch: ContentWatch): Promise<string> {
  const chunks: AsyncIterator<Uint8Array> = body[Symbol.asyncIterator]();
  let text = '';
  while (text.length < EXPLANATION_BYTES) {
    const chunk = await watch.waitFor(chunks.next());
    if (chunk.done === true) break;
    text += Buffer.from(chunk.value).toString('latin1');
  }
  return text;
}

async function* readAnswer(
  body: Dispatcher.ResponseData['body'],
  request: ToldRequest,
  watch: ContentWatch,
  clock: Clock,
): AsyncGenerator<EnginePart, void, undefined> {
  const chunks: AsyncIterator<Uint8Array> = body[Symbol.asyncIterator]();
  const reader = createAnswerReader(request);
  let isDone = false;
  try {
    while (!isDone) {
      const bytes = await nextBytes(chunks, reader, watch);
      const parts = bytes === undefined ? [reader.finish()] : reader.feed(bytes);
      for (const part of parts) {
        isDone = part.type === 'end';
        yield part;
        watch.progressed();
      }
      if (reader.isWhole) watch.settles();
    }
  } finally {
    // Not awaited: the answer is complete, and nobody waits for its connection.
    if (isDone) void drain(body, chunks, clock);
    else destroy(body);
  }
}

/** Undefined at the end of the stream. An answer that is whole ends however that comes about: its connection broke, or said no more. */
async function nextBytes(
  chunks: AsyncIterator<Uint8Array>,
  reader: AnswerReader,
  watch: ContentWatch,
): Promise<Uint8Array | undefined> {
  try {
    const chunk = await watch.waitFor(chunks.next());
    return chunk.done === true ? undefined : chunk.value;
  } catch (error) {
    if (reader.isWhole && !watch.isCancelled) return undefined;
    throw error;
  }
}

async function drain(
  body: Dispatcher.ResponseData['body'],
  chunks: AsyncIterator<Uint8Array>,
  clock: Clock,
): Promise<void> {
  const cancel = clock.after(DRAIN_MS, () => destroy(body));
  try {
    while ((await chunks.next()).done !== true);
  } catch {
    // The connection broke after the answer was complete: nothing is lost.
  } finally {
    cancel();
  }
}

/** Without a listener the error of the destroyed stream would end the process. */
function destroy(body: Dispatcher.ResponseData['body']): void {
  body.on('error', () => undefined);
  body.destroy();
}
