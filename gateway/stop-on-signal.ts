interface Stoppable {
  /** Never rejects: tells what did not close. */
  close(): Promise<readonly string[]>;
}

/**
 * The first signal drains, the second ends at once. A closed terminal hangs up on npm and on us, so it may say so twice: it drains
 * and never ends at once.
 */
export function stopOnSignal(app: Stoppable, whatIsLeft = ''): void {
  let isStopping = false;
  // Nothing can be printed to a terminal that is gone.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (isStopping && signal === 'SIGHUP') return;
      if (isStopping) process.exit(1);
      isStopping = true;
      console.log(`stopping: a second signal ends it at once${whatIsLeft}`);
      // close() never rejects: what does not close is logged, and may still run.
      void app.close().then((left) => {
        console.log(left.length === 0 ? 'stopped' : `stopped, but these did not end: ${left.join(', ')}`);
        process.exit(left.length === 0 ? 0 : 1);
      });
    });
  }
}
