import { randomUUID } from 'node:crypto';
import type { Kysely, Selectable } from 'kysely';
import type { Clock } from '../../../platform/clock.ts';
import type { SwitchAdjustmentInput } from '../../../schema/generated/operator.ts';
import type { OperatorTables, SwitchAdjustmentRow } from '../tables.ts';

/** A change of switch's configuration that somebody asked for; whether it was carried out is `applied`. */
export interface SwitchAdjustmentRecord {
  readonly id: string;
  readonly sessionId: string;
  readonly messageId: string | null;
  readonly before: unknown;
  readonly after: unknown;
  readonly reason: string;
  readonly applied: boolean;
  readonly createdAtMs: number;
  readonly appliedAtMs: number | null;
}

export interface SwitchAdjustments {
  byIds(ids: readonly string[]): Promise<Map<string, SwitchAdjustmentRecord>>;
  /** The session must exist. Only writes it down. */
  record(input: SwitchAdjustmentInput, applied: boolean): Promise<SwitchAdjustmentRecord>;
}

export function createSwitchAdjustments(db: Kysely<OperatorTables>, clock: Clock): SwitchAdjustments {
  return {
    async byIds(ids) {
      const rows = await db
        .selectFrom('switch_adjustments')
        .selectAll()
        .where('id', 'in', [...ids])
        .execute();
      return new Map(rows.map((row) => [row.id, toAdjustment(row)]));
    },
    async record(input, applied) {
      const now = clock.now();
      const row: SwitchAdjustmentRow = {
        id: randomUUID(),
        session_id: input.sessionId,
        message_id: input.messageId ?? null,
        before_json: JSON.stringify(input.before),
        after_json: JSON.stringify(input.after),
        reason: input.reason,
        applied: applied ? 1 : 0,
        created_at: now,
        applied_at: applied ? now : null,
      };
      await db.insertInto('switch_adjustments').values(row).execute();
      return toAdjustment(row);
    },
  };
}

function toAdjustment(row: Selectable<SwitchAdjustmentRow>): SwitchAdjustmentRecord {
  return {
    id: row.id,
    sessionId: row.session_id,
    messageId: row.message_id,
    before: JSON.parse(row.before_json) as unknown,
    after: JSON.parse(row.after_json) as unknown,
    reason: row.reason,
    applied: row.applied === 1,
    createdAtMs: row.created_at,
    appliedAtMs: row.applied_at,
  };
}
