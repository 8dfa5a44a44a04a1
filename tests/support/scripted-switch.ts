import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import type { CompletionEvent } from '../../schema/completion.ts';
import { freePort } from './free-port.ts';

export interface SwitchRequest {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
  /** Resolves when the caller has closed its end. */
  readonly closed: Promise<void>;
}

/** A real HTTP server in switch's place, whose answer to /internal/completions a test writes itself. Closed when the test ends. */
export interface ScriptedSwitch {
  readonly url: string;
  readonly requests: readonly SwitchRequest[];
  /** The next request, if it has not come yet. */
  arrived(): Promise<SwitchRequest>;
  answer: (response: ServerResponse) => void;
}

export async function startScriptedSwitch(): Promise<ScriptedSwitch> {
  const port = await freePort();
  const requests: SwitchRequest[] = [];
  const waiting: ((request: SwitchRequest) => void)[] = [];
  const scripted: ScriptedSwitch = {
    url: `http://127.0.0.1:${port}`,
    requests,
    arrived: () => new Promise((resolve) => waiting.push(resolve)),
    answer: (response) => response.writeHead(500).end(),
  };
  const server = createServer((request, response) => {
    const closed = new Promise<void>((resolve) => response.on('close', resolve));
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
      const seen = { path: request.url ?? '', headers: request.headers, body, closed };
      requests.push(seen);
      for (const resolve of waiting.splice(0)) resolve(seen);
      scripted.answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return scripted;
}

export function line(event: CompletionEvent): string {
  return `${JSON.stringify(event)}\n`;
}

export const finished = (
  content: string,
  more: Partial<Extract<CompletionEvent, { type: 'finished' }>> = {},
): CompletionEvent => ({
  type: 'finished',
  engine: 'local',
  service: null,
  content,
  usage: null,
  finishReason: 'STOP',
  firstTokenMs: 1,
  totalMs: 2,
  attempts: [
    {
      engine: 'local',
      order: 1,
      outcome: 'SERVED',
      errorCode: null,
      firstTokenMs: 1,
      totalMs: 2,
      charactersDiscarded: null,
      startedAt: '2026-01-01T00:00:00.000Z',
    },
  ],
  reasoning: null,
  toolCalls: [],
  decision: {
    strategy: 'ORDERED',
    reason: 'the first that can',
    candidates: [{ engine: 'local', eligible: true, score: 1, why: 'first in order' }],
  },
  ...more,
});

export const failed = (message: string): CompletionEvent => ({
  type: 'failed',
  code: 'ENGINE_UNAVAILABLE',
  message,
  retryable: true,
  retryAfterSec: null,
  attempts: [],
  decision: null,
});

export const delta = (text: string): CompletionEvent => ({ type: 'delta', text, reasoning: false });

/** Answers every request with these events and ends. */
export function answering(...events: readonly CompletionEvent[]): (response: ServerResponse) => void {
  return (response) =>
    response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end(events.map(line).join(''));
}
