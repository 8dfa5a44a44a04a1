/** The promise, or the signal's reason as soon as it aborts; what was asked for may still happen. */
export function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    // Also after an abort: work that fails later must not be an unhandled rejection.
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
