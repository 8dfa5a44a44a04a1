import type { Kysely } from 'kysely';
import type { WindowEventType, WindowState } from '../../../../schema/generated/madre.ts';
import type { Change } from '../../journal/journal.ts';
import type { MadreTables } from '../../journal/tables.ts';
import type { ActivityReport } from '../deadline/activity.ts';
import { queueMoves } from '../admission/queue-moves.ts';
import { queuePosition } from '../admission/window-queue.ts';
import { forgetOldWindows } from './forget-old-windows.ts';
import { isLive, type WindowRecord } from './window-record.ts';

export const UNFINISHED: readonly WindowState[] = ['QUEUED', 'OPENING', 'OPEN', 'DEGRADED', 'CLOSING'];

/** Writes the window and its event, which may tell more than the record. The caller adds the audit entry, which says why. */
export async function saveWindow(
  change: Change,
  type: WindowEventType,
  window: WindowRecord,
  more: WindowEventFacts = {},
): Promise<void> {
  const row = {
    id: window.id,
    state: window.state,
    deadline: isLive(window) ? window.deadline : null,
    record: JSON.stringify(window),
  };
  const before = mayMoveQueue(window) ? await readUnfinishedWindows(change.db) : undefined;
  await change.db
    .insertInto('windows')
    .values(row)
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet({ state: row.state, deadline: row.deadline, record: row.record }),
    )
    .execute();
  const after = before === undefined ? undefined : await readUnfinishedWindows(change.db);
  const queuePosition = after === undefined ? {} : placeOf(after, window);
  await change.emit('window', window.id, type, { ...window, ...queuePosition, ...more });
  if (before !== undefined && after !== undefined)
    for (const moved of queueMoves(before, after))
      await change.emit('queue', moved.window.id, 'QUEUED', {
        ...moved.window,
        queuePosition: moved.position,
      });
  if (!UNFINISHED.includes(window.state)) await forgetOldWindows(change);
}

/** It waits, or it waited and may have left the queue just now. */
function mayMoveQueue({ state, queuedUntil, admittedAt }: WindowRecord): boolean {
  if (queuedUntil === null) return false;
  return state === 'QUEUED' || state === 'OPENING' || admittedAt === null;
}

function placeOf(windows: readonly WindowRecord[], { id }: WindowRecord): WindowEventFacts {
  const place = queuePosition(windows, id);
  return place === null ? {} : { queuePosition: place };
}

/** Beside the record in the data of an event of kind `window` or `queue`. */
export interface WindowEventFacts {
  /** While it is QUEUED: its place as of the event. */
  readonly queuePosition?: number;
  /** In EXPIRING events: what its services are busy with, as they report it. */
  readonly inUse?: readonly ActivityReport[];
}

export async function readWindow(db: Kysely<MadreTables>, id: string): Promise<WindowRecord | undefined> {
  const row = await db
    .selectFrom('windows')
    .select(['record', 'usedMs'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? undefined : parseWindow(row);
}

export async function readWindows(
  db: Kysely<MadreTables>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, WindowRecord>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('windows')
    .select(['id', 'record', 'usedMs'])
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [row.id, parseWindow(row)]));
}

/** Windows that are not CLOSED or FAILED, oldest first. */
export async function readUnfinishedWindows(db: Kysely<MadreTables>): Promise<readonly WindowRecord[]> {
  const rows = await db
    .selectFrom('windows')
    .select(['record', 'usedMs'])
    .where('state', 'in', UNFINISHED)
    .orderBy('position')
    .execute();
  return rows.map((row) => parseWindow(row));
}

export async function readNewestWindow(db: Kysely<MadreTables>): Promise<WindowRecord | undefined> {
  const row = await db
    .selectFrom('windows')
    .select(['record', 'usedMs'])
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : parseWindow(row);
}

/** The window that released the service last, among those that close now and the newest ones. */
export async function readLastReleaser(
  db: Kysely<MadreTables>,
  service: string,
): Promise<WindowRecord | undefined> {
  const rows = db.selectFrom('windows').select(['record', 'usedMs']);
  const closing = await rows.where('state', '=', 'CLOSING').execute();
  const newest = await rows.orderBy('position', 'desc').limit(100).execute();
  return [...closing, ...newest]
    .map((row) => parseWindow(row))
    .filter(({ ended, admittedAt }) => ended !== null && admittedAt !== null)
    .filter(({ closure }) => closure.includes(service))
    .sort((a, b) => (b.ended?.at ?? 0) - (a.ended?.at ?? 0))[0];
}

export interface WindowPage {
  readonly rows: readonly { readonly position: number; readonly window: WindowRecord }[];
  readonly total: number;
}

/** Newest first. */
export async function readWindowPage(
  db: Kysely<MadreTables>,
  options: {
    readonly states: readonly WindowState[] | undefined;
    readonly before: number | undefined;
    readonly limit: number;
  },
): Promise<WindowPage> {
  const all =
    options.states === undefined
      ? db.selectFrom('windows')
      : db.selectFrom('windows').where('state', 'in', options.states);
  const rows = await all
    .select(['position', 'record', 'usedMs'])
    .where('position', '<', options.before ?? Number.MAX_SAFE_INTEGER)
    .orderBy('position', 'desc')
    .limit(options.limit)
    .execute();
  const { total } = await all
    .select((each) => each.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return {
    rows: rows.map(({ position, ...row }) => ({ position, window: parseWindow(row) })),
    total: Number(total),
  };
}

export interface WindowRow {
  readonly record: string;
  readonly usedMs: number;
}

type LaterFields = Pick<WindowRecord, 'ttlSec' | 'queuedUntil' | 'memoryMb' | 'warnedSec' | 'admittedAt'>;

/** Only saveWindow writes the record; rows of version 0.1 lack the later fields. */
export function parseWindow({ record, usedMs }: WindowRow): WindowRecord {
  const stored = JSON.parse(record) as Partial<LaterFields> & Omit<WindowRecord, keyof LaterFields>;
  const later: LaterFields = {
    ttlSec: null,
    queuedUntil: null,
    memoryMb: {},
    warnedSec: null,
    admittedAt: stored.createdAt,
  };
  return { ...later, ...stored, usedMs };
}
