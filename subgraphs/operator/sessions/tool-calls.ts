import { randomUUID } from 'node:crypto';
import type { Kysely, Selectable } from 'kysely';
import type { Clock } from '../../../platform/clock.ts';
import type { ToolCallInput, ToolCallStatus } from '../../../schema/generated/operator.ts';
import type { OperatorTables, ToolCallRow } from '../tables.ts';
import { groupBy } from './group-by.ts';

export interface ToolCallRecord {
  readonly id: string;
  readonly messageId: string;
  readonly tool: string;
  readonly status: ToolCallStatus;
  readonly durationMs: number | null;
  readonly arguments: unknown;
  readonly result: unknown;
  readonly error: string | null;
  readonly createdAtMs: number;
}

export interface ToolCalls {
  byIds(ids: readonly string[]): Promise<Map<string, ToolCallRecord>>;
  ofMessages(messageIds: readonly string[]): Promise<Map<string, ToolCallRecord[]>>;
  ofSession(sessionId: string): Promise<ToolCallRecord[]>;
  /** The message must exist. */
  record(input: ToolCallInput & { readonly arguments?: unknown }): Promise<ToolCallRecord>;
}

export function createToolCalls(db: Kysely<OperatorTables>, clock: Clock): ToolCalls {
  const all = db.selectFrom('tool_calls').selectAll('tool_calls');
  return {
    async byIds(ids) {
      const rows = await all.where('id', 'in', [...ids]).execute();
      return new Map(rows.map((row) => [row.id, toToolCall(row)]));
    },
    async ofMessages(messageIds) {
      const rows = await all
        .where('message_id', 'in', [...messageIds])
        .orderBy('created_at')
        .execute();
      return groupBy(rows, (row) => row.message_id, toToolCall);
    },
    async ofSession(sessionId) {
      const rows = await all
        .innerJoin('messages', 'messages.id', 'tool_calls.message_id')
        .where('messages.session_id', '=', sessionId)
        .orderBy('tool_calls.created_at')
        .execute();
      return rows.map(toToolCall);
    },
    async record(input) {
      const row: ToolCallRow = {
        id: randomUUID(),
        message_id: input.messageId,
        tool: input.tool,
        status: input.status,
        duration_ms: input.durationMs ?? null,
        arguments_json: toJson(input.arguments),
        result_json: toJson(input.result),
        error: input.error ?? null,
        created_at: clock.now(),
      };
      await db.insertInto('tool_calls').values(row).execute();
      return toToolCall(row);
    },
  };
}

function toToolCall(row: Selectable<ToolCallRow>): ToolCallRecord {
  return {
    id: row.id,
    messageId: row.message_id,
    tool: row.tool,
    status: row.status as ToolCallStatus,
    durationMs: row.duration_ms,
    arguments: row.arguments_json === null ? null : (JSON.parse(row.arguments_json) as unknown),
    result: row.result_json === null ? null : (JSON.parse(row.result_json) as unknown),
    error: row.error,
    createdAtMs: row.created_at,
  };
}

function toJson(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value);
}
