import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock } from './clock.ts';
import type { Actor } from './request-context.ts';

/** One accepted token. Its value is never kept: only the SHA-256 of it, in hex. */
export interface TokenRecord {
  readonly name: string;
  readonly sha256: string;
  readonly scopes: readonly string[];
  /** Milliseconds since the epoch; undefined for one that stays valid. */
  readonly expiresAt: number | undefined;
}

/** An expired token is wrong; that it once was right is told only to who has it. */
export type Verdict =
  | { readonly verdict: 'ok'; readonly actor: Actor }
  | { readonly verdict: 'missing' }
  | { readonly verdict: 'wrong'; readonly isExpired: boolean };

export type VerifyToken = (token: string | undefined) => Verdict;

export const TOKEN_HEADER = 'x-vx11-token';

/** Compares with every record, in constant time, so that neither the answer's time nor its order tells which one is near. */
export function createVerifier(records: readonly TokenRecord[], clock: Clock): VerifyToken {
  const known = records.map((record) => ({ record, digest: Buffer.from(record.sha256, 'hex') }));
  return (token) => {
    if (token === undefined) return { verdict: 'missing' };
    const digest = sha256(token);
    const now = clock.now();
    let found: TokenRecord | undefined;
    for (const entry of known) {
      const equal = entry.digest.length === digest.length && timingSafeEqual(entry.digest, digest);
      if (equal && (found === undefined || isExpired(found, now))) found = entry.record;
    }
    if (found === undefined) return { verdict: 'wrong', isExpired: false };
    if (isExpired(found, now)) return { verdict: 'wrong', isExpired: true };
    return { verdict: 'ok', actor: { name: found.name, scopes: found.scopes } };
  };
}

/** How a token's value is kept: SHA-256 in hex, what VX11_TOKENS lists. */
export function hashToken(value: string): string {
  return sha256(value).toString('hex');
}

/** From `x-vx11-token`, else `Authorization: Bearer`. Undefined where neither carries anything. */
export function tokenFromHeaders(headers: Readonly<Record<string, unknown>>): string | undefined {
  return nonEmpty(headers[TOKEN_HEADER]) ?? bearer(headers['authorization']);
}

/** From a connection_init payload: `x-vx11-token` in any case, `token`, or `authorization`. */
export function tokenFromPayload(
  payload: Readonly<Record<string, unknown>> | null | undefined,
): string | undefined {
  const fields = Object.fromEntries(
    Object.entries(payload ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return nonEmpty(fields[TOKEN_HEADER]) ?? nonEmpty(fields['token']) ?? bearer(fields['authorization']);
}

function sha256(value: string): Buffer {
  return createHash('sha256').update(value).digest();
}

function isExpired(record: TokenRecord, now: number): boolean {
  return record.expiresAt !== undefined && record.expiresAt <= now;
}

function nonEmpty(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function bearer(value: unknown): string | undefined {
  return typeof value === 'string' ? nonEmpty(/^Bearer +(\S+) *$/i.exec(value)?.[1]) : undefined;
}
