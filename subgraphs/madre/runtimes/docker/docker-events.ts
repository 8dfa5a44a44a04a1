import { sleep, type Clock } from '../../../../platform/clock.ts';
import type { DockerEngine } from './docker-engine.ts';

const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 5_000;
const CONNECT_LIMIT_MS = 5_000;
/** A line longer than this is no event of ours; the stream is begun anew. */
const LINE_LIMIT = 1_048_576;

/**
 * Calls `hint` with the compose service of each event, until the signal aborts. Without a name after each (re)connect:
 * whatever happened meanwhile was missed. Reconnects with back-off for as long as it takes.
 */
export async function followEvents(
  engine: DockerEngine,
  options: {
    readonly clock: Clock;
    readonly signal: AbortSignal;
    readonly hint: (composeService?: string) => void;
  },
): Promise<void> {
  const { clock, signal, hint } = options;
  let delayMs = FIRST_DELAY_MS;
  while (!signal.aborted) {
    try {
      const stream = await connect(engine, clock, signal);
      hint();
      delayMs = FIRST_DELAY_MS;
      await readLines(stream, (line) => hint(serviceIn(line)));
    } catch {
      // The engine is away, or was: what it did meanwhile is looked up after the next connect.
    }
    await sleep(clock, delayMs, signal).catch(() => undefined);
    delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS);
  }
}

/** The limit is for the connection alone; the stream may live for days. */
async function connect(
  engine: DockerEngine,
  clock: Clock,
  signal: AbortSignal,
): Promise<NodeJS.ReadableStream> {
  const connecting = new AbortController();
  const onAbort = (): void => connecting.abort(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  const cancel = clock.after(CONNECT_LIMIT_MS, () =>
    connecting.abort(new Error('the engine opened no event stream')),
  );
  try {
    const stream = await engine.events(connecting.signal);
    stream.once('close', () => signal.removeEventListener('abort', onAbort));
    return stream;
  } catch (error) {
    signal.removeEventListener('abort', onAbort);
    throw error;
  } finally {
    cancel();
  }
}

/** The engine's chunks end anywhere. */
async function readLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): Promise<void> {
  let rest = '';
  stream.setEncoding('utf8');
  for await (const chunk of stream) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') onLine(line);
    if (rest.length > LINE_LIMIT) throw new Error('an event is longer than the limit');
  }
}

/** Undefined, which means "look at all", where the line is not understood. */
function serviceIn(line: string): string | undefined {
  try {
    const event = JSON.parse(line) as { Actor?: { Attributes?: Record<string, unknown> } } | null;
    const service = event?.Actor?.Attributes?.['com.docker.compose.service'];
    return typeof service === 'string' ? service : undefined;
  } catch {
    return undefined;
  }
}
