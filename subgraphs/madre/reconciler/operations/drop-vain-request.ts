import { forgetRestart, type RestartRequest } from '../../services/restart-requests.ts';
import { readUnfinishedWindows } from '../../windows/record/window-rows.ts';
import type { ReconcilerParts } from '../reconciler-parts.ts';
import type { ServiceUnit } from '../service-unit.ts';

/**
 * Of a restart or a start: what nobody holds is stopped for good, or left alone; a window that comes later did not ask for it. And what
 * is up by itself needs no start.
 */
export async function dropVainRequest(parts: ReconcilerParts, unit: ServiceUnit): Promise<void> {
  const { restartAsked } = unit;
  if (restartAsked === null || !(await isInVain(parts, unit, restartAsked))) return;
  await forgetRestart(parts.db, restartAsked);
  if (unit.restartAsked === restartAsked) unit.restartAsked = null;
}

async function isInVain(
  { db, view, services }: ReconcilerParts,
  { service: { name } }: ServiceUnit,
  { stopsFirst }: RestartRequest,
): Promise<boolean> {
  if (view.isDesired(name)) return !stopsFirst && services.get(name)?.state === 'READY';
  // The window that it was asked for may be newer than the view.
  return !view.desiredBy(await readUnfinishedWindows(db)).has(name);
}
