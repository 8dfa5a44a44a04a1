import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Clock } from '../../../platform/clock.ts';
import { CodedError, errorCatalogue } from '../../../platform/errors.ts';
import type { Logger } from '../../../platform/log.ts';
import { readJsonBody } from '../../../platform/http/request-body.ts';
import { fromHopHeaders, type RequestContext } from '../../../platform/request-context.ts';
import {
  completionRequest,
  type CompletionEvent,
  type CompletionRequest,
} from '../../../schema/completion.ts';
import { sendHeartbeats } from './heartbeat.ts';

export interface CompletionRouteParts {
  readonly complete: (request: CompletionRequest, signal: AbortSignal) => AsyncIterable<CompletionEvent>;
  readonly clock: Clock;
  readonly log: Logger;
  /** Aborts when switch closes: answers under way end. */
  readonly closing: AbortSignal;
}

/** A conversation of fifty long messages is far below it. */
const LARGEST_BODY_BYTES = 4_194_304;
/** A reader that takes nothing for so long is gone, whatever its socket says. */
const LONGEST_STALL_MS = 30_000;

/** POST /internal/completions: one event per line. The caller's token has been checked. A closed request cancels the engine's call. */
export function createCompletionRoute(parts: CompletionRouteParts): RequestListener {
  return (request, response) => {
    const gone = new AbortController();
    const onClosing = (): void => gone.abort(new Error('switch stops'));
    response.on('close', () => {
      parts.closing.removeEventListener('abort', onClosing);
      gone.abort(new Error('the caller is gone'));
    });
    parts.closing.addEventListener('abort', onClosing, { once: true });
    if (parts.closing.aborted) onClosing();
    const context = fromHopHeaders(request.headers, gone.signal);
    // Not awaited: a listener has nobody to wait for it, and answer() handles its own failures.
    void answer(parts, request, response, context);
  };
}

async function answer(
  parts: CompletionRouteParts,
  request: IncomingMessage,
  response: ServerResponse,
  context: RequestContext,
): Promise<void> {
  let stopHeartbeats = (): void => undefined;
  try {
    const asked = await readRequest(request);
    response.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' });
    response.flushHeaders();
    stopHeartbeats = sendHeartbeats(response, parts.clock);
    for await (const event of parts.complete(asked, context.signal)) {
      logEnding(parts.log, context.correlationId, asked.messageId, event);
      await writeLine(response, event, parts.clock, context.signal);
    }
    response.end();
  } catch (error) {
    if (context.signal.aborted || response.writableNeedDrain) return void response.destroy();
    if (error instanceof CodedError && !response.headersSent)
      return refuse(response, error, context.correlationId);
    parts.log.error({ err: error, correlationId: context.correlationId }, 'a completion broke');
    if (response.headersSent) response.end(`${JSON.stringify(internalFailure)}\n`);
    else response.destroy();
  } finally {
    stopHeartbeats();
  }
}

/** For a fault of ours; its details are in the log. */
const internalFailure: CompletionEvent = {
  type: 'failed',
  code: 'INTERNAL',
  message: 'something failed inside switch; its log has the details',
  retryable: true,
  retryAfterSec: null,
  attempts: [],
  decision: null,
};

async function readRequest(request: IncomingMessage): Promise<CompletionRequest> {
  if (request.method !== 'POST')
    throw new CodedError('BAD_USER_INPUT', { problem: 'completions are asked for with POST' });
  const parsed = completionRequest.safeParse(await readJsonBody(request, LARGEST_BODY_BYTES));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new CodedError('BAD_USER_INPUT', {
    problem: `the completion request is wrong: ${problems.join('; ')}`,
  });
}

function refuse(response: ServerResponse, error: CodedError, correlationId: string): void {
  const shown = { message: error.message, extensions: { code: error.code, correlationId } };
  // Not reading a body to its end leaves the connection unusable for a next request.
  response.writeHead(errorCatalogue[error.code].http, {
    'content-type': 'application/json',
    connection: 'close',
  });
  response.end(JSON.stringify({ errors: [shown] }));
}

/** Resolves when the line is taken, so that a slow reader slows the engine instead of filling memory. */
function writeLine(
  response: ServerResponse,
  event: CompletionEvent,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  if (response.write(`${JSON.stringify(event)}\n`)) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const settle = (outcome: () => void): void => {
      cancel();
      response.off('drain', onDrain);
      signal.removeEventListener('abort', onAbort);
      outcome();
    };
    const onDrain = (): void => settle(resolve);
    const onAbort = (): void => settle(() => reject(signal.reason as Error));
    const cancel = clock.after(LONGEST_STALL_MS, () =>
      settle(() => reject(new Error(`the reader took nothing for ${LONGEST_STALL_MS} ms`))),
    );
    response.once('drain', onDrain);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

function logEnding(log: Logger, correlationId: string, messageId: string, event: CompletionEvent): void {
  if (event.type === 'finished') {
    const { engine, firstTokenMs, totalMs, attempts } = event;
    log.info(
      { correlationId, messageId, engine, firstTokenMs, totalMs, attempts: attempts.length },
      'completion finished',
    );
  } else if (event.type === 'failed') {
    log.warn({ correlationId, messageId, code: event.code, why: event.message }, 'completion failed');
  }
}
