/**
 * The promise's outcome, or the signal's reason as soon as that aborts: what was asked for may still happen. A value that comes
 * later is handed to `discard`, a failure that comes later is nobody's.
 */
export function unlessAborted<Value>(
  promise: Promise<Value>,
  signal: AbortSignal,
  discard?: (late: Value) => void,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    promise.then(
      (value) => {
        signal.removeEventListener('abort', onAbort);
        if (signal.aborted) discard?.(value);
        else resolve(value);
      },
      (error: Error) => {
        signal.removeEventListener('abort', onAbort);
        reject(error);
      },
    );
  });
}
