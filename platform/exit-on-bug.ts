import type { Logger } from './log.ts';

/** What nobody caught leaves a state that nobody knows: it goes to the log, and the process ends with 1. */
export function exitOnBug(log: Logger): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      log.fatal({ err: error }, event);
      process.exit(1);
    });
  }
}
