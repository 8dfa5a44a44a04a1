import { sql, type Kysely } from 'kysely';
import { toDateTime, type Clock } from '../../../platform/clock.ts';
import { CodedError } from '../../../platform/errors.ts';
import type { Metrics, Period } from '../../../schema/generated/operator.ts';
import type { ReadTraffic } from '../ports.ts';
import type { OperatorTables } from '../tables.ts';

const HOUR_MS = 3_600_000;
const HOURS: Readonly<Record<Period, number>> = { HOUR_1: 1, HOUR_6: 6, HOUR_24: 24 };

/**
 * What the gateway counted since it started, and what engines did for the answers of the period, of which the store knows. Throws
 * NOT_IMPLEMENTED where the gateway is another process: nothing here counts its operations.
 */
export async function readMetrics(
  period: Period,
  parts: {
    readonly db: Kysely<OperatorTables>;
    readonly clock: Clock;
    readonly readTraffic: ReadTraffic | undefined;
  },
): Promise<Metrics> {
  if (parts.readTraffic === undefined)
    throw new CodedError('NOT_IMPLEMENTED', { what: 'metrics of an operator apart from its gateway' });
  const { since, total, byOperation } = parts.readTraffic(period);
  const from = parts.clock.now() - HOURS[period] * HOUR_MS;
  return {
    period,
    requests: total.requests,
    errors: total.errors,
    errorRate: total.requests === 0 ? 0 : total.errors / total.requests,
    latency: total.latency,
    byOperation: [...byOperation],
    byEngine: await readEngines(parts.db, from),
    since: toDateTime(since),
  };
}

/** Every attempt counts that really called its engine. */
async function readEngines(db: Kysely<OperatorTables>, from: number): Promise<Metrics['byEngine']> {
  const called = sql`json_extract(attempt.value, '$.outcome') NOT LIKE 'SKIPPED%'`;
  const { rows } = await sql<{ attempted: string; requests: number; errors: number }>`
    SELECT json_extract(attempt.value, '$.engine') AS attempted, COUNT(*) AS requests,
      SUM(json_extract(attempt.value, '$.outcome') NOT IN ('SERVED', 'CANCELLED', 'RUNNING', 'INTERRUPTED')) AS errors
    FROM messages, json_each(messages.attempts_json) AS attempt
    WHERE messages.created_at >= ${from} AND ${called}
    GROUP BY attempted ORDER BY requests DESC, attempted LIMIT 100`.execute(db);
  return rows.map(({ attempted, requests, errors }) => ({ engine: { id: attempted }, requests, errors }));
}
