import type { Kysely } from 'kysely';
import { sleep, type Clock } from '../../../platform/clock.ts';
import { MINUTES_KEPT, minuteOf } from '../usage/usage-log.ts';
import type { SwitchTables } from './tables.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const TASKS_KEPT_MS = 7 * DAY_MS;
const TASKS_KEPT = 10_000;
const FEEDBACK_KEPT_MS = 90 * DAY_MS;

/** Usage of a day, ended tasks of a week and the newest 10,000 of them, feedback of ninety days: so the store has a bound. */
export async function forgetOld(db: Kysely<SwitchTables>, now: number): Promise<void> {
  await db
    .deleteFrom('usage_minutes')
    .where('minute', '<=', minuteOf(now) - MINUTES_KEPT)
    .execute();
  await db
    .deleteFrom('feedback')
    .where('at', '<', now - FEEDBACK_KEPT_MS)
    .execute();
  await db
    .deleteFrom('tasks')
    .where('ended_at', '<', now - TASKS_KEPT_MS)
    .execute();
  const newest = db
    .selectFrom('tasks')
    .select('id')
    .where('ended_at', 'is not', null)
    .orderBy('ended_at', 'desc')
    .limit(TASKS_KEPT);
  await db.deleteFrom('tasks').where('ended_at', 'is not', null).where('id', 'not in', newest).execute();
}

/** Once an hour, for a switch that never sleeps. */
export function forgetHourly(parts: {
  readonly db: Kysely<SwitchTables>;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}): { close(): Promise<void> } {
  const { db, clock, onError } = parts;
  const lifetime = new AbortController();

  async function run(): Promise<void> {
    for (;;) {
      try {
        await sleep(clock, HOUR_MS, lifetime.signal);
        await forgetOld(db, clock.now());
      } catch (error) {
        if (lifetime.signal.aborted) return;
        onError(error);
      }
    }
  }

  const running = run();
  return {
    close() {
      lifetime.abort(new Error('closed'));
      return running;
    },
  };
}
