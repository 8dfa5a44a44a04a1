import type { Kysely } from 'kysely';
import type { MadreTables } from '../journal/tables.ts';
import { parseServiceRecord, type ServiceRecord } from '../services/service-record.ts';
import { readUnfinishedWindows } from '../windows/record/window-rows.ts';
import { desiredServices } from './desired-services.ts';

/** Whether an earlier madre answered for a run that she left: also of services that the catalog has no longer. */
export async function readAnsweredFor(db: Kysely<MadreTables>): Promise<(service: string) => boolean> {
  const held = desiredServices(await readUnfinishedWindows(db));
  const rows = await db.selectFrom('services').selectAll().execute();
  const records = new Map(rows.map(({ name, record }) => [name, parseServiceRecord(record)]));
  return (service) => answeredFor(records.get(service), held.has(service));
}

/** What was held ran because of that, also where she was killed before she had noted that she started it. */
export function answeredFor(
  record: Pick<ServiceRecord, 'inCharge' | 'keptDownFor'> | undefined,
  isHeld: boolean,
): boolean {
  return record?.inCharge === true || (isHeld && (record?.keptDownFor ?? null) === null);
}
