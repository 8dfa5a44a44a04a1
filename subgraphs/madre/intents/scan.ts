import type { Kysely } from 'kysely';
import { toDateTime } from '../../../platform/clock.ts';
import type { JsonValue } from '../../../platform/json.ts';
import { isCoreService } from '../core-services.ts';
import type { MadreTables } from '../journal/tables.ts';
import type { Power } from '../power.ts';
import type { ServiceRecord } from '../services/service-record.ts';
import { isLive } from '../windows/record/window-record.ts';
import { readUnfinishedWindows } from '../windows/record/window-rows.ts';

type Seen = Pick<ServiceRecord, 'name' | 'state' | 'reason'>;

/** What is not as it should be, as the reconciler last saw it; of the target alone where there is one. Probes nothing. */
export async function scan(
  { services, clock }: Pick<Power, 'services' | 'clock'>,
  db: Kysely<MadreTables>,
  target: string | null,
): Promise<JsonValue> {
  const held = new Set((await readUnfinishedWindows(db)).filter(isLive).flatMap(({ closure }) => closure));
  const seen = services.all().filter(({ name }) => target === null || name === target);
  const shown = (wrong: (service: Seen, wanted: boolean) => boolean): JsonValue =>
    seen
      .filter((service) => wrong(service, held.has(service.name)))
      .map(({ name, state, reason }) => ({ service: name, state, reason }));
  return {
    at: toDateTime(clock.now()),
    looked: seen.map(({ name }) => name),
    missing: shown((service, wanted) => isExpected(service, wanted) && !isUp(service)),
    unexpected: shown((service, wanted) => !isExpected(service, wanted) && isUp(service)),
    crashed: shown(isBroken),
  };
}

/** What a window holds, and the core; a core service that this topology does without is not expected. */
function isExpected({ name, state }: Seen, held: boolean): boolean {
  return isCoreService(name) ? state !== 'MISSING' : held;
}

function isUp({ state }: Seen): boolean {
  return state === 'STARTING' || state === 'READY' || state === 'UNHEALTHY' || state === 'PAUSED';
}

function isBroken({ state }: Seen): boolean {
  return (
    state === 'CRASHED' || state === 'CRASH_LOOP' || state === 'OUT_OF_MEMORY' || state === 'START_FAILED'
  );
}
