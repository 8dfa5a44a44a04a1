import { toDateTime } from '../../../../platform/clock.ts';
import { CodedError } from '../../../../platform/errors.ts';
import type { WindowEventType } from '../../../../schema/generated/madre.ts';
import type { MadreContext } from '../../context.ts';
import { isLive, type WindowRecord } from '../../windows/record/window-record.ts';
import {
  readNewestWindow,
  readUnfinishedWindows,
  readWindow,
  type WindowEventFacts,
} from '../../windows/record/window-rows.ts';
import { changesOf, placeBehind } from './changes.ts';

/** Now, without an id: each window that is live or waits; when none is, the newest one of all, so that a client never waits for a first event in vain. */
export async function windowChanges(
  id: string | null,
  afterSeq: number | null | undefined,
  context: MadreContext,
) {
  if (id !== null && (await context.windowById.load(id)) === undefined) {
    throw new CodedError('BAD_USER_INPUT', {
      problem: `there is no window ${JSON.stringify(id.slice(0, 64))}`,
    });
  }
  return changesOf<WindowChange>(context, {
    afterSeq,
    async snapshot(db, seq) {
      const live = id === null ? (await readUnfinishedWindows(db)).filter(isLiveOrWaits) : [];
      const one = id === null ? await readNewestWindow(db) : await readWindow(db, id);
      const shown = live.length > 0 || one === undefined ? live : [one];
      return shown.map((window, index) => ({
        seq,
        resumeSeq: placeBehind(index, shown, seq),
        type: 'SNAPSHOT',
        at: toDateTime(context.power.clock.now()),
        window,
        inUse: usesOf({}),
      }));
    },
    event({ kind, key, seq, type, at, data }) {
      if ((kind !== 'window' && kind !== 'queue') || (id !== null && key !== id)) return undefined;
      // Only saveWindow emits events of these kinds.
      const window = data as WindowRecord & WindowEventFacts;
      return {
        seq,
        resumeSeq: seq,
        type: type as WindowEventType,
        at: toDateTime(at),
        window,
        inUse: usesOf(window),
      };
    },
  });
}

function isLiveOrWaits(window: WindowRecord): boolean {
  return isLive(window) || window.state === 'QUEUED';
}

interface WindowChange {
  readonly seq: number;
  readonly resumeSeq: number | null;
  readonly type: WindowEventType;
  readonly at: string;
  readonly window: WindowRecord;
  readonly inUse: ReturnType<typeof usesOf>;
}

function usesOf({ inUse }: WindowEventFacts) {
  return (inUse ?? []).map(({ service, active, detail }) => ({ service: { name: service }, active, detail }));
}
