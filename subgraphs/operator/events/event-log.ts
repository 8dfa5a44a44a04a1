import type { Kysely, Transaction } from 'kysely';
import { toDateTime, type Clock } from '../../../platform/clock.ts';
import type { Severity } from '../../../schema/generated/operator.ts';
import { toConnection, wrongCursor, type Connection, type PageRequest } from '../sessions/page.ts';
import type { OperatorTables } from '../tables.ts';
import { watchedStream } from '../watched-stream.ts';

/** The newest are kept; seq goes on, so that who comes back sees by a jump that some are gone. */
const EVENTS_KEPT = 10_000;
const TRIMMED_EVERY = 200;
const READ_AT_ONCE = 100;

export interface NewEvent {
  readonly type: string;
  readonly source: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly data?: unknown;
  readonly correlationId?: string | null;
  /** Epoch milliseconds; now where it is left out. */
  readonly at?: number;
}

export interface EventRecord {
  readonly seq: number;
  readonly at: string;
  readonly type: string;
  readonly source: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly data: unknown;
  readonly correlationId: string | null;
}

export interface EventFilter {
  readonly types: readonly string[] | null;
  readonly correlationId: string | null;
}

/** What happened in the stack, for people, numbered durably. Holds no text of conversations and no audit. */
export class EventLog {
  readonly #db: Kysely<OperatorTables>;
  readonly #clock: Clock;
  readonly #watchers = new Set<() => void>();
  #sinceTrim = 0;

  constructor(db: Kysely<OperatorTables>, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  /** With `cursor`, how far a stream is read goes to the disk together with its event. */
  async append(
    event: NewEvent,
    cursor?: { readonly stream: string; readonly store: string; readonly seq: number },
  ): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      await this.insert(tx, event);
      if (cursor === undefined) return;
      const { store, seq } = cursor;
      await tx
        .insertInto('followed_streams')
        .values(cursor)
        .onConflict((conflict) => conflict.column('stream').doUpdateSet({ store, seq }))
        .execute();
    });
    await this.committed();
  }

  /** As part of a change that is written anyway; say `committed` after it. */
  async insert(tx: Transaction<OperatorTables>, event: NewEvent): Promise<void> {
    await tx.insertInto('events').values(toRow(event, this.#clock.now())).execute();
    this.#sinceTrim += 1;
  }

  async committed(): Promise<void> {
    for (const wake of this.#watchers) wake();
    if (this.#sinceTrim >= TRIMMED_EVERY) await this.#trim();
  }

  async cursorOf(stream: string): Promise<{ readonly store: string; readonly seq: number } | undefined> {
    return this.#db
      .selectFrom('followed_streams')
      .select(['store', 'seq'])
      .where('stream', '=', stream)
      .executeTakeFirst();
  }

  /** Newest first. */
  async page(
    request: PageRequest,
    filter: EventFilter,
  ): Promise<Omit<Connection<EventRecord>, 'totalCount'>> {
    let rows = this.#db
      .selectFrom('events')
      .selectAll()
      .orderBy('seq', 'desc')
      .limit(request.limit + 1);
    if (request.cursor !== undefined) rows = rows.where('seq', '<', position(request.cursor));
    if (filter.types !== null) rows = rows.where('type', 'in', [...filter.types]);
    if (filter.correlationId !== null) rows = rows.where('correlation_id', '=', filter.correlationId);
    const events = (await rows.execute()).map(toRecord);
    return toConnection(request, events, ({ seq }) => String(seq), 0);
  }

  /** Those after `afterSeq`, or from now on, in order and without repeat. */
  async follow(
    afterSeq: number | null,
    types: readonly string[] | null,
  ): Promise<AsyncIterableIterator<EventRecord>> {
    let after = afterSeq ?? (await this.#lastSeq());
    const waiting: EventRecord[] = [];
    return watchedStream<EventRecord>({
      take: async () => {
        if (waiting.length === 0) waiting.push(...(await this.#read(after, types)));
        const next = waiting.shift();
        if (next !== undefined) after = next.seq;
        return next;
      },
      watch: (wake) => {
        this.#watchers.add(wake);
        return () => this.#watchers.delete(wake);
      },
    });
  }

  async #read(after: number, types: readonly string[] | null): Promise<EventRecord[]> {
    let rows = this.#db
      .selectFrom('events')
      .selectAll()
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(READ_AT_ONCE);
    if (types !== null) rows = rows.where('type', 'in', [...types]);
    return (await rows.execute()).map(toRecord);
  }

  async #lastSeq(): Promise<number> {
    const row = await this.#db
      .selectFrom('events')
      .select('seq')
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row?.seq ?? 0;
  }

  async #trim(): Promise<void> {
    this.#sinceTrim = 0;
    const last = await this.#lastSeq();
    await this.#db
      .deleteFrom('events')
      .where('seq', '<=', last - EVENTS_KEPT)
      .execute();
  }
}

function toRow(event: NewEvent, now: number) {
  const { type, source, severity, summary, data, correlationId = null, at = now } = event;
  const shown = { type, source, severity, summary, correlation_id: correlationId, at };
  return { ...shown, data_json: data === undefined ? null : JSON.stringify(data) };
}

function toRecord(row: {
  readonly seq: number;
  readonly at: number;
  readonly type: string;
  readonly source: string;
  readonly severity: string;
  readonly summary: string;
  readonly data_json: string | null;
  readonly correlation_id: string | null;
}): EventRecord {
  const { seq, at, type, source, severity, summary, data_json: data } = row;
  return {
    ...{ seq, type, source, summary, at: toDateTime(at), correlationId: row.correlation_id },
    // Written by this file alone, from the schema's enum.
    severity: severity as Severity,
    data: data === null ? null : (JSON.parse(data) as unknown),
  };
}

function position(cursor: string): number {
  if (!/^\d{1,15}$/.test(cursor)) throw wrongCursor(cursor);
  return Number(cursor);
}
