import type { Kysely } from 'kysely';
import type { SwitchTables, UsageMinuteRow } from '../store/tables.ts';
import type { WriteBehind } from '../store/write-behind.ts';
import { createUsageLog, type UsageLog, type UsageMinute } from './usage-log.ts';

/** The usage log on the disk: it outlives the sleep of switch. What is older than a day was forgotten before. */
export async function openUsageLog(db: Kysely<SwitchTables>, writes: WriteBehind): Promise<UsageLog> {
  const rows = await db.selectFrom('usage_minutes').selectAll().execute();
  return createUsageLog(rows.map(toMinute), (minute) => {
    writes.put(`usage ${minute.engine} ${minute.minute}`, async (tx) => {
      const row = toRow(minute);
      await tx
        .insertInto('usage_minutes')
        .values(row)
        .onConflict((conflict) => conflict.columns(['engine', 'minute']).doUpdateSet(row))
        .execute();
    });
  });
}

function toMinute(row: UsageMinuteRow): UsageMinute {
  return {
    engine: row.engine,
    minute: row.minute,
    requests: row.requests,
    errors: row.errors,
    usage: {
      promptTokens: row.prompt_tokens,
      completionTokens: row.completion_tokens,
      reasoningTokens: row.reasoning_tokens,
      totalTokens: row.total_tokens,
      estimated: row.estimated === 1,
      costUsd: row.cost_usd,
    },
  };
}

function toRow({ engine, minute, requests, errors, usage }: UsageMinute): UsageMinuteRow {
  return {
    engine,
    minute,
    requests,
    errors,
    prompt_tokens: usage.promptTokens,
    completion_tokens: usage.completionTokens,
    reasoning_tokens: usage.reasoningTokens,
    total_tokens: usage.totalTokens,
    estimated: usage.estimated ? 1 : 0,
    cost_usd: usage.costUsd,
  };
}
