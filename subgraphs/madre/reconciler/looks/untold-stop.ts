import { systemCause } from '../../journal/journal.ts';
import type { ServiceRecord, ServiceStopRecord } from '../../services/service-record.ts';
import { whoStops } from '../operations/who-stops.ts';
import type { ReconcilerParts } from '../reconciler-parts.ts';
import type { ServiceUnit } from '../service-unit.ts';

/** Of what ends together with madre, when she closes in order. */
const CLOSED = 'MADRE_CLOSED';

/**
 * The stop of an earlier madre that she could not tell any more: her own end was the reason for it, or came in the middle of it. Null
 * where `record`, her last one, tells of it, or where nothing of hers ended the run.
 */
export async function untoldStop(
  parts: ReconcilerParts,
  unit: ServiceUnit,
  record: ServiceRecord | undefined,
): Promise<ServiceStopRecord | null> {
  const exit = unit.observation?.status === 'STOPPED' ? unit.observation.exit : null;
  if (exit?.requested !== true || record === undefined || record.startedAt === null) return null;
  const { state, startedAt, lastStop } = record;
  // As a sentinel told it.
  if (lastStop !== null && lastStop.at >= startedAt) return null;
  const { actor: by, correlationId } = systemCause();
  const closed = { at: exit.atMs, rule: CLOSED, by, correlationId };
  return state === 'STOPPING' ? { ...closed, ...(await begunStop(parts, unit)) } : closed;
}

/** Whose stop was under way, as its audit entry has the rule and the request; of one that no window is behind, that is all there is. */
async function begunStop(parts: ReconcilerParts, unit: ServiceUnit): Promise<Partial<ServiceStopRecord>> {
  const entry = await parts.db
    .selectFrom('audit')
    .select(['correlationId', 'detail'])
    .where('action', '=', 'service.stopping')
    .where('target', '=', unit.service.name)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (entry === undefined) return {};
  const { correlationId } = entry;
  const { rule, by, ...who } = await whoStops(parts, { ...unit, inCharge: true });
  if (who.correlationId === correlationId) return { rule, by, correlationId };
  return { rule: ruleIn(entry.detail) ?? 'NO_HOLDER', correlationId };
}

/** As the entry's writer left it. */
function ruleIn(detail: string | null): string | undefined {
  const parsed: unknown = detail === null ? null : JSON.parse(detail);
  const isTold = typeof parsed === 'object' && parsed !== null && 'why' in parsed;
  return isTold && typeof parsed.why === 'string' ? parsed.why : undefined;
}
