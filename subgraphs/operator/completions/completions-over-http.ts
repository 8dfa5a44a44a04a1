import { Agent, request, type Dispatcher } from 'undici';
import { CodedError } from '../../../platform/errors.ts';
import { toHopHeaders, type RequestContext } from '../../../platform/request-context.ts';
import {
  completionEvent,
  COMPLETIONS_PATH,
  type CompletionEvent,
  type CompletionRequest,
} from '../../../schema/completion.ts';
import type { Completions } from '../ports.ts';
import { readLines } from './ndjson.ts';

const CONNECT_LIMIT_MS = 2_000;
/** Only the backstop of a silent peer: the caller's signal comes before it. */
const SILENCE_LIMIT_MS = 130_000;
const MAX_LINE_CHARACTERS = 1_000_000;

/** switch's router over HTTP. Aborting the context closes the socket, which cancels the engine's call. */
export function completionsOverHttp(options: {
  readonly switchUrl: string;
  readonly subgraphToken: string;
}): Completions & { close(): Promise<void> } {
  const agent = new Agent({
    connect: { timeout: CONNECT_LIMIT_MS },
    headersTimeout: SILENCE_LIMIT_MS,
    bodyTimeout: SILENCE_LIMIT_MS,
  });
  const url = new URL(COMPLETIONS_PATH, options.switchUrl);

  return {
    async *complete(completion, context) {
      try {
        const body = await open(agent, url, options.subgraphToken, completion, context);
        try {
          for await (const line of readLines(body as AsyncIterable<Uint8Array>, MAX_LINE_CHARACTERS))
            yield parseEvent(line);
        } finally {
          body.destroy();
        }
      } catch (error) {
        context.signal.throwIfAborted();
        throw unreachable(options.switchUrl, error);
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
