import { sleep, type Clock } from '../../../../../platform/clock.ts';
import type { DockerEngine } from '../engine/docker-engine.ts';
import { parseEvent, type EngineEvent } from './docker-event.ts';
import { readLines } from '../docker-streams.ts';

const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 5_000;

/**
 * Calls `onEvent` with each event until the signal aborts. With undefined after each (re)connect, and for what is not understood:
 * whatever happened meanwhile was missed. Reconnects with back-off for as long as it takes.
 */
export async function followEvents(
  engine: DockerEngine,
  options: {
    readonly clock: Clock;
    readonly signal: AbortSignal;
    readonly onEvent: (event: EngineEvent | undefined) => void;
    /** After each loss of a stream that was open, and once more where it cannot be opened again. */
    readonly onLost: () => void;
  },
): Promise<void> {
  const { clock, signal, onEvent, onLost } = options;
  let delayMs = FIRST_DELAY_MS;
  let isOpen = false;
  while (!signal.aborted) {
    try {
      const stream = await engine.events(signal);
      isOpen = true;
      onEvent(undefined);
      delayMs = FIRST_DELAY_MS;
      await readLines(stream, (line) => onEvent(parseEvent(line))).finally(onLost);
    } catch {
      // The engine is away, or was: what it did meanwhile is looked up after the next connect. One that ends may still have
      // answered when its stream broke.
      if (isOpen && delayMs > FIRST_DELAY_MS) {
        isOpen = false;
        onLost();
      }
    }
    await sleep(clock, delayMs, signal).catch(() => undefined);
    delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS);
  }
}
