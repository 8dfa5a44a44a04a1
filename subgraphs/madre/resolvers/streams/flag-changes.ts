import type { MadreContext } from '../../context.ts';
import { createFlagChanges } from '../../flags/flag-changes.ts';
import type { FlagRecord } from '../../flags/flag-record.ts';
import { readFlags } from '../../flags/read-flags.ts';
import { changesOf } from './changes.ts';

/** Now: each flag; then each change, also one that its component brings about. */
export function flagChanges(context: MadreContext) {
  const { services } = context.power;
  let changes: ReturnType<typeof createFlagChanges> | undefined;
  return changesOf<FlagRecord>(context, {
    afterSeq: null,
    async snapshot(db) {
      changes = createFlagChanges(await readFlags(db), (name) => services.get(name));
      return changes.now;
    },
    event: (event) => changes?.after(event),
  });
}
