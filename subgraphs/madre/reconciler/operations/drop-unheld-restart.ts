import { forgetRestart } from '../../services/restart-requests.ts';
import { readUnfinishedWindows } from '../../windows/record/window-rows.ts';
import type { ReconcilerParts } from '../reconciler-parts.ts';
import type { ServiceUnit } from '../service-unit.ts';

/** What nobody holds is stopped for good, or left alone; a window that comes later did not ask for a restart. */
export async function dropUnheldRestart(parts: ReconcilerParts, unit: ServiceUnit): Promise<void> {
  const { db, view } = parts;
  const { restartAsked, service } = unit;
  if (restartAsked === null || view.isDesired(service.name)) return;
  // The window that it was asked for may be newer than the view.
  if (view.desiredBy(await readUnfinishedWindows(db)).has(service.name)) return;
  await forgetRestart(db, restartAsked);
  if (unit.restartAsked === restartAsked) unit.restartAsked = null;
}
