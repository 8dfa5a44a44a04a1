import { createVerifier, type TokenRecord, type VerifyToken } from '../../../platform/auth.ts';
import type { Clock } from '../../../platform/clock.ts';
import { ConfigurationError } from '../../../platform/configuration/configuration-error.ts';
import { watchFile } from '../../../platform/configuration/watched-file.ts';
import type { Logger } from '../../../platform/log.ts';

/** The tokens that open the door just now. */
export interface AcceptedTokens {
  readonly verify: VerifyToken;
  /** Called soon after a token was added, changed, taken back or has expired. */
  onChange(listener: () => void): void;
  /** Idempotent. What was accepted last stays accepted. */
  close(): void;
}

export interface AcceptedTokensOptions {
  /** As they were at the start. */
  readonly records: readonly TokenRecord[];
  /** Those that no file can take back. */
  readonly fixed: readonly TokenRecord[];
  /** Read again whenever it changes. */
  readonly file: string | undefined;
  /** Throws ConfigurationError where the file cannot be used. */
  readonly read: (file: string) => readonly TokenRecord[];
  readonly clock: Clock;
  readonly log: Logger;
}

/** What is revoked ends within a second: this, and the time that the connections take. */
const LOOK_EVERY_MS = 500;
/** Timers end early, or are lost while a machine sleeps. */
const LONGEST_TIMER_MS = 60_000;

/** A file that cannot be used changes nothing: who was let in stays in, and the log says what is wrong with it. An empty list lets nobody in. */
export function acceptTokens(options: AcceptedTokensOptions): AcceptedTokens {
  const { fixed, file, read, clock, log } = options;
  const listeners = new Set<() => void>();
  let records = options.records;
  let verify = createVerifier(records, clock);
  let cancelExpiry: () => void = () => undefined;

  function accept(next: readonly TokenRecord[]): void {
    records = next;
    verify = createVerifier(records, clock);
    for (const listener of listeners) listener();
    awaitExpiry();
  }

  function readAgain(path: string): void {
    try {
      accept([...fixed, ...read(path)]);
      log.info({ file: path, tokens: records.map(({ name }) => name) }, 'the tokens were read again');
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      log.error({ problems: error.problems }, 'the tokens file cannot be used; the tokens stay as they were');
    }
  }

  function awaitExpiry(): void {
    cancelExpiry();
    const now = clock.now();
    const next = Math.min(
      ...records.flatMap(({ expiresAt }) => ((expiresAt ?? 0) > now ? [expiresAt ?? 0] : [])),
    );
    if (next === Infinity) return;
    cancelExpiry = clock.after(Math.min(next - now, LONGEST_TIMER_MS), () => {
      if (clock.now() >= next) for (const listener of listeners) listener();
      awaitExpiry();
    });
  }

  awaitExpiry();
  const watch =
    file === undefined
      ? undefined
      : watchFile({ file, clock, everyMs: LOOK_EVERY_MS, onChange: () => readAgain(file) });
  // It may have changed since the configuration was read, which was before everything else was started.
  if (file !== undefined) readAgain(file);
  return {
    verify: (token) => verify(token),
    onChange: (listener) => void listeners.add(listener),
    close() {
      watch?.close();
      cancelExpiry();
    },
  };
}

/** Where no token is configured, which only loopback allows: nobody in particular, so what asks for a token or a scope stays closed. */
export const admitEverybody: AcceptedTokens = {
  verify: () => ({ verdict: 'ok', actor: { name: 'anonymous', scopes: [], isAnonymous: true } }),
  onChange: () => undefined,
  close: () => undefined,
};
