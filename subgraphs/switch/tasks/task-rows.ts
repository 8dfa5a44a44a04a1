import { createHash, randomUUID } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import type { SwitchTaskStatus } from '../../../schema/generated/switch.ts';
import type { DecisionRecord } from '../routing/decision-record.ts';
import type { SwitchTables, TaskRow } from '../store/tables.ts';
import type { TaskEnd, TaskRecord } from './task-record.ts';

export interface NewTask {
  readonly taskType: string;
  readonly payload: unknown;
  readonly engine: string | null;
  readonly idempotencyKey: string | null;
  readonly actor: string;
  readonly correlationId: string;
}

/** Tasks on the disk: what was acknowledged outlives a kill. */
export interface TaskRows {
  /** The task, and whether it is another wish under a key that was used before. Equal ones are one task. */
  add(
    task: NewTask,
    now: number,
  ): Promise<{ readonly task: TaskRecord; readonly isNew: boolean; readonly isSame: boolean }>;
  get(id: string): Promise<TaskRecord | undefined>;
  /** Undefined where it is not in that state any more. */
  began(id: string): Promise<TaskRecord | undefined>;
  ended(id: string, end: TaskEnd, now: number): Promise<TaskRecord | undefined>;
  /** After a start: those that ran have failed; the others, oldest first, still wait. */
  recover(now: number): Promise<readonly TaskRecord[]>;
}

export function createTaskRows(db: Kysely<SwitchTables>): TaskRows {
  async function get(id: string): Promise<TaskRecord | undefined> {
    const row = await db.selectFrom('tasks').selectAll().where('id', '=', id).executeTakeFirst();
    return row && toTask(row);
  }

  return {
    async add(task, now) {
      // Keys of different tokens never meet.
      const key = task.idempotencyKey === null ? null : `${task.actor}\n${task.idempotencyKey}`;
      const row = toRow(task, key, now);
      const { numInsertedOrUpdatedRows = 0n } = await db
        .insertInto('tasks')
        .values(row)
        .onConflict((conflict) => conflict.column('idempotency_key').doNothing())
        .executeTakeFirst();
      if (numInsertedOrUpdatedRows > 0n) return { task: toTask(row), isNew: true, isSame: true };
      const earlier = await db
        .selectFrom('tasks')
        .selectAll()
        .where('idempotency_key', '=', key)
        .executeTakeFirstOrThrow();
      return { task: toTask(earlier), isNew: false, isSame: earlier.digest === row.digest };
    },
    get,
    async began(id) {
      await db
        .updateTable('tasks')
        .set({ status: 'RUNNING' })
        .where('id', '=', id)
        .where('status', '=', 'QUEUED')
        .execute();
      const task = await get(id);
      return task?.status === 'RUNNING' ? task : undefined;
    },
    async ended(id, end, now) {
      const { numUpdatedRows } = await db
        .updateTable('tasks')
        .set({
          status: end.status,
          result_json: end.status === 'DONE' ? JSON.stringify(end.result) : null,
          error: end.status === 'DONE' ? null : end.error,
          decision_json: end.decision === null ? null : JSON.stringify(end.decision),
          ended_at: now,
        })
        .where('id', '=', id)
        .where('status', 'in', ['QUEUED', 'RUNNING'])
        .executeTakeFirst();
      return numUpdatedRows > 0n ? get(id) : undefined;
    },
    async recover(now) {
      await db
        .updateTable('tasks')
        .set({
          status: 'FAILED',
          error: 'switch stopped while it ran; what it cost may be lost, so it is not run again by itself',
          ended_at: now,
        })
        .where('status', '=', 'RUNNING')
        .execute();
      const rows = await db
        .selectFrom('tasks')
        .selectAll()
        .where('status', '=', 'QUEUED')
        .orderBy('created_at')
        .orderBy(sql`rowid`)
        .execute();
      return rows.map(toTask);
    },
  };
}

function toRow(task: NewTask, key: string | null, now: number): TaskRow {
  const payload = JSON.stringify(task.payload);
  return {
    id: randomUUID(),
    idempotency_key: key,
    digest: createHash('sha256')
      .update(JSON.stringify([task.taskType, payload, task.engine]))
      .digest('hex'),
    task_type: task.taskType,
    payload_json: payload,
    engine: task.engine,
    status: 'QUEUED',
    result_json: null,
    error: null,
    decision_json: null,
    actor: task.actor,
    correlation_id: task.correlationId,
    created_at: now,
    ended_at: null,
  };
}

/** Rows are written above alone, so what is read has the form that was written. */
function toTask(row: TaskRow): TaskRecord {
  return {
    id: row.id,
    taskType: row.task_type,
    payload: JSON.parse(row.payload_json) as unknown,
    engine: row.engine,
    status: row.status as SwitchTaskStatus,
    result: row.result_json === null ? null : (JSON.parse(row.result_json) as unknown),
    error: row.error,
    decision: row.decision_json === null ? null : (JSON.parse(row.decision_json) as DecisionRecord),
    createdAt: row.created_at,
    correlationId: row.correlation_id,
  };
}
