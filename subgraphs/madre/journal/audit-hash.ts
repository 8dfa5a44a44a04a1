import { createHash } from 'node:crypto';
import type { AuditRecord } from './audit-log.ts';

/** What the first entry chains to. */
export const FIRST_HASH = '0'.repeat(64);

/** SHA-256 over the previous hash and the entry's fields in one fixed order; `detail` enters as its stored text. */
export function auditHash(entry: Omit<AuditRecord, 'hash'>): string {
  const canonical = JSON.stringify([
    entry.seq,
    entry.id,
    entry.at,
    entry.actor,
    entry.component,
    entry.action,
    entry.target,
    entry.outcome,
    entry.detail,
    entry.correlationId,
  ]);
  return createHash('sha256').update(entry.previousHash).update('\n').update(canonical).digest('hex');
}
