import { Agent, request, type Dispatcher } from 'undici';
import type { Clock } from '../../../platform/clock.ts';
import { CodedError } from '../../../platform/errors.ts';
import { toHopHeaders, type RequestContext } from '../../../platform/request-context.ts';
import {
  completionEvent,
  COMPLETIONS_PATH,
  HEARTBEAT_MS,
  LONGEST_LINE_CHARACTERS,
  SILENCE_LIMIT_MS,
  type CompletionEvent,
  type CompletionRequest,
} from '../../../schema/completion.ts';
import type { Completions } from '../ports.ts';
import { readLines } from './ndjson.ts';
import { watchSilence, type SilenceWatch } from './watch-silence.ts';

const CONNECT_LIMIT_MS = 2_000;

/**
 * switch's router over HTTP. Aborting the context closes the socket, which cancels the engine's call. An answer may take as long as
 * switch lets it; one of a switch that is silent rejects with DEADLINE_EXCEEDED.
 */
export function completionsOverHttp(options: {
  readonly clock: Clock;
  readonly switchUrl: string;
  readonly subgraphToken: string;
}): Completions & { close(): Promise<void> } {
  // Silence has one limit for both, which is not undici's.
  const agent = new Agent({ connect: { timeout: CONNECT_LIMIT_MS }, headersTimeout: 0, bodyTimeout: 0 });
  const url = new URL(COMPLETIONS_PATH, options.switchUrl);

  return {
    async *complete(completion, context) {
      const silence = watchSilence({
        clock: options.clock,
        limitMs: SILENCE_LIMIT_MS,
        looks: SILENCE_LIMIT_MS / HEARTBEAT_MS,
        what: 'switch',
        parent: context.signal,
      });
      try {
        const watched = { ...context, signal: silence.signal };
        const body = await open(agent, url, options.subgraphToken, completion, watched);
        try {
          for await (const line of readLines(heardBy(silence, body), LONGEST_LINE_CHARACTERS))
            yield parseEvent(line);
        } finally {
          body.destroy();
        }
      } catch (error) {
        silence.signal.throwIfAborted();
        throw unreachable(options.switchUrl, error);
      } finally {
        silence.stop();
      }
    },
    close: () => agent.destroy(),
  };
}

async function open(
  agent: Agent,
  url: URL,
  subgraphToken: string,
  completion: CompletionRequest,
  context: RequestContext,
): Promise<Dispatcher.ResponseData['body']> {
  const response = await request(url, {
    dispatcher: agent,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-vx11-subgraph-token': subgraphToken,
      ...toHopHeaders(context),
    },
    body: JSON.stringify(completion),
    signal: context.signal,
  });
  if (response.statusCode === 200) return response.body;
  response.body.on('error', () => undefined).destroy();
  throw new Error(`it answered HTTP ${response.statusCode}`);
}

async function* heardBy(
  silence: SilenceWatch,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) {
    silence.heard();
    yield chunk;
  }
}

function parseEvent(line: string): CompletionEvent {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new Error('it sent a line that is not JSON');
  }
  const parsed = completionEvent.safeParse(value);
  if (!parsed.success) throw new Error('it sent an event of an unknown form');
  return parsed.data;
}

function unreachable(switchUrl: string, error: unknown): CodedError {
  const problem = error instanceof Error ? error.message : String(error);
  return new CodedError('SERVICE_UNREACHABLE', { service: 'switch', url: switchUrl, problem }, error);
}
