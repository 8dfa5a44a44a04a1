import type { Clock } from '../../../../platform/clock.ts';
import { startDeadline } from '../../../../platform/deadline.ts';

const CONNECT_LIMIT_MS = 5_000;

/** The limit is for the engine's answer to begin; the stream may live for days, and ends with the signal. */
export async function openStream(
  options: { readonly clock: Clock; readonly what: string; readonly signal: AbortSignal },
  open: (abortSignal: AbortSignal) => Promise<NodeJS.ReadableStream>,
): Promise<NodeJS.ReadableStream> {
  const { signal } = options;
  signal.throwIfAborted();
  const connecting = startDeadline({ ...options, limitMs: CONNECT_LIMIT_MS });
  const living = new AbortController();
  const onAbort = (): void => living.abort(signal.reason);
  const onLimit = (): void => living.abort(connecting.signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  connecting.signal.addEventListener('abort', onLimit, { once: true });
  const free = (): void => signal.removeEventListener('abort', onAbort);
  try {
    const stream = await open(living.signal);
    stream.once('close', free);
    return stream;
  } catch (error) {
    free();
    throw error;
  } finally {
    connecting.stop();
    connecting.signal.removeEventListener('abort', onLimit);
  }
}

/** One JSON object a line, in chunks that end anywhere. */
export async function readLines(
  stream: NodeJS.ReadableStream,
  onLine: (line: string) => void,
): Promise<void> {
  let rest = '';
  stream.setEncoding('utf8');
  for await (const chunk of stream) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') onLine(line);
    if (rest.length > LINE_LIMIT) throw new Error('an event is longer than the limit');
  }
}

/** A line longer than this is no event of ours; the stream is begun anew. */
const LINE_LIMIT = 1_048_576;
