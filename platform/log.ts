import { pino, type Logger as PinoLogger } from 'pino';

export type Logger = PinoLogger;

/** One JSON object a line on standard output. Keys and tokens never belong in a line; these paths are censored should one slip in. */
export function createLogger(level: string, component: string): Logger {
  return pino({
    level,
    base: { component },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: ['token', 'apiKey', 'authorization', '*.token', '*.apiKey', '*.authorization'], censor: '[redacted]' },
  });
}
