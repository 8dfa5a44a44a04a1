import type { Clock } from '../../../platform/clock.ts';
import type { NewAnswerEvent } from './answer-log.ts';

/** Text that comes within so long of the event before it is told together with what follows: fewer frames, no delay a reader could see. */
const WINDOW_MS = 30;
/** As much text does not wait for the end of the window. */
const LARGEST_DELTA_CHARACTERS = 4_096;

/**
 * Deltas in few events, all others as they are and in their order. The first delta, and one after a pause, is told at once.
 * `flush` tells what still waits; nothing is held back after it.
 */
export function coalesceDeltas(
  clock: Clock,
  tell: (event: NewAnswerEvent) => void,
): { readonly push: (event: NewAnswerEvent) => void; readonly flush: () => void } {
  let waiting = '';
  let isReasoning = false;
  let cancelWindow: (() => void) | undefined;

  function tellWaiting(): void {
    const text = waiting;
    waiting = '';
    if (text !== '') tell({ __typename: 'ChatDelta', text, reasoning: isReasoning });
  }

  function openWindow(): void {
    cancelWindow = clock.after(WINDOW_MS, () => {
      cancelWindow = undefined;
      if (waiting === '') return;
      tellWaiting();
      openWindow();
    });
  }

  function flush(): void {
    cancelWindow?.();
    cancelWindow = undefined;
    tellWaiting();
  }

  return {
    push(event) {
      if (event.__typename !== 'ChatDelta') {
        flush();
        tell(event);
        return;
      }
      if (cancelWindow === undefined) {
        tell(event);
        openWindow();
        return;
      }
      if (event.reasoning !== isReasoning) tellWaiting();
      isReasoning = event.reasoning;
      waiting += event.text;
      if (waiting.length >= LARGEST_DELTA_CHARACTERS) tellWaiting();
    },
    flush,
  };
}
