import { pino, type Logger as PinoLogger, type LoggerOptions } from 'pino';

export type Logger = PinoLogger;

/** One JSON object a line, on standard output unless told otherwise. Keys and tokens never belong in a line; these paths are censored should one slip in. */
export function createLogger(
  level: string,
  component: string,
  output: 'stdout' | 'stderr' | { write(line: string): void } = 'stdout',
): Logger {
  const options: LoggerOptions = {
    level,
    base: { component },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: ['token', 'apiKey', 'authorization', '*.token', '*.apiKey', '*.authorization'],
      censor: '[redacted]',
    },
  };
  if (typeof output === 'object') return pino(options, output);
  // Written at once, so that the last line before a crash is not lost.
  const destination = pino.destination({ fd: output === 'stdout' ? 1 : 2, sync: true });
  // A line that cannot be written, to a closed terminal or a full disk, must not end the server.
  destination.on('error', () => undefined);
  return pino(options, destination);
}
