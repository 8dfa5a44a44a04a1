import type { MadreContext } from '../../context.ts';
import { createFlagChanges } from '../../flags/flag-changes.ts';
import type { FlagRecord } from '../../flags/flag-record.ts';
import { flagsAsOf } from '../../flags/flags-as-of.ts';
import { readFlags } from '../../flags/read-flags.ts';
import { changesOf, placeBehind } from './changes.ts';

/** Now: each flag; then each change, also one that its component brings about. */
export function flagChanges(afterSeq: number | null, context: MadreContext) {
  const { outbox, power } = context;
  const { services, db } = power;
  let changes: ReturnType<typeof createFlagChanges> | undefined;
  return changesOf<FlagRecord>(context, {
    afterSeq,
    async snapshot(rows, seq) {
      changes = createFlagChanges(await readFlags(rows), (name) => services.get(name));
      const { now } = changes;
      return now.map((flag, index) => ({ ...flag, seq: placeBehind(index, now, seq) }));
    },
    async resume(seq) {
      const { flags, componentOf } = await flagsAsOf(seq, { outbox, services, flags: await readFlags(db) });
      changes = createFlagChanges(flags, componentOf);
    },
    event(event) {
      const flag = changes?.after(event);
      return flag === undefined ? undefined : { ...flag, seq: event.seq };
    },
  });
}
