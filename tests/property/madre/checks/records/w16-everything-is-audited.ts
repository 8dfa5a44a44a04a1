import { isDeepStrictEqual } from 'node:util';
import type { AuditRecord } from '../../../../../subgraphs/madre/journal/audit-log.ts';
import type { ServiceRecord } from '../../../../../subgraphs/madre/services/service-record.ts';
import { isLive, type WindowRecord } from '../../../../../subgraphs/madre/windows/record/window-record.ts';
import { mutations } from '../../client.ts';
import type { Committed } from '../../journal-reader.ts';
import type { Check, Observed } from '../../observed.ts';

type Changed = Extract<Committed, { kind: 'window' | 'service' }>;

export const everythingIsAudited: Check = {
  sentence:
    'W16 every change has an audit entry with actor, cause and correlation id, and no entry tells of none',
  watch(observed, broken) {
    /** What was committed since the last entry: the next one is of the same transaction and tells of all of it. */
    let untold: Changed[] = [];
    return {
      committed(event) {
        if (event.kind === 'window' || event.kind === 'service') {
          untold.push(event);
          if (!isChange(observed, event)) broken(`event ${event.seq}, of ${nameOf(event)}, changes nothing`);
        }
        if (event.kind !== 'audit') return;
        const { entry } = event;
        for (const problem of problemsOf(observed, entry))
          broken(`entry ${entry.seq}, ${entry.action}: ${problem}`);
        for (const change of untold)
          for (const problem of problemsBetween(observed, change, entry))
            broken(
              `event ${change.seq}, of ${nameOf(change)}: its entry ${entry.seq}, ${entry.action}, ${problem}`,
            );
        untold = [];
      },
      step() {
        for (const change of untold) broken(`event ${change.seq}, of ${nameOf(change)}, has no audit entry`);
      },
      started(stored) {
        // What is in the rows was told by events, and these by entries.
        for (const { id, state, deadline, closeReason } of stored) {
          const told = observed.windows.get(id);
          if (told?.state !== state || told.deadline !== deadline || told.closeReason !== closeReason)
            broken(`window ${id} is ${state} in its row, and was told to be ${told?.state ?? 'nowhere'}`);
        }
      },
      ended() {
        const entries = observed.history.flatMap((event) => (event.kind === 'audit' ? [event.entry] : []));
        for (const { action, correlationId, ok, code } of observed.acknowledged) {
          const own = entries.filter(
            (entry) => entry.correlationId === correlationId && entry.action === action,
          );
          const outcomes = own.map(({ outcome }) => outcome).join();
          if (outcomes !== (ok ? 'OK' : 'DENIED'))
            broken(`${action} was answered ${code} and has the entries [${outcomes}]`);
          const made = [...observed.windows.values()].filter(
            (window) => window.correlationId === correlationId,
          );
          if (!ok && made.length > 0) broken(`${action} was refused with ${code} and made a window`);
        }
      },
    };
  },
};

/** Where no look saw anything else, and no window is in another state, nothing is to be told. */
function isChange({ services, windows }: Observed, event: Changed): boolean {
  if (event.kind === 'window') return !isDeepStrictEqual(windows.get(event.window.id), event.window);
  const previous = services.get(event.record.name);
  const seen = (record: ServiceRecord) => ({ ...record, observedAt: 0, seq: 0 });
  return previous === undefined || !isDeepStrictEqual(seen(previous), seen(event.record));
}

function nameOf(event: Changed): string {
  return event.kind === 'window' ? `${event.type} of window ${event.window.id}` : event.record.name;
}

/** What a request brings about without being one itself. */
const inTheNameOfWhoAsked: readonly string[] = ['window.preempted', 'service.restart-failed'];

/** What every entry must say. */
function problemsOf({ windows }: Observed, entry: AuditRecord): readonly string[] {
  const { actor, action, correlationId, detail } = entry;
  const isAsked = mutations.includes(action);
  const ofRequest = /^request-\d+$/.test(correlationId);
  return [
    ...(actor === 'tester' || actor === 'system' ? [] : [`its actor is ${actor}`]),
    ...(isAsked === (actor === 'tester') || inTheNameOfWhoAsked.includes(action)
      ? []
      : [`its actor is ${actor}`]),
    ...(actor === 'tester' && !ofRequest ? [`its request is ${correlationId}`] : []),
    ...(correlationId === '' ? ['it has no correlation id'] : []),
    ...(action.startsWith('service.') && (detail ?? '') === '' ? ['it has no cause'] : []),
    ...(action.startsWith('window.') && !windows.has(entry.target ?? '')
      ? [`it is of window ${entry.target}, which is unknown`]
      : []),
  ];
}

/** How an entry fails to tell of a change. */
function problemsBetween(observed: Observed, change: Changed, entry: AuditRecord): readonly string[] {
  const problems = entry.at === change.at ? [] : [`is of ${entry.at} and not of ${change.at}`];
  const more =
    change.kind === 'window'
      ? problemsOfWindow(change.window, entry)
      : problemsOfService(observed, change.record, entry);
  return [...problems, ...more];
}

function problemsOfWindow(window: WindowRecord, entry: AuditRecord): readonly string[] {
  const { target, detail, action, correlationId, actor } = entry;
  const isNamed = target === window.id || (detail ?? '').includes(window.id);
  // What startService makes, and stopService ends, goes by the name of its service.
  const isHold = /^(start|stop)Service$/.test(action) && window.services.includes(target ?? '');
  const { ended } = window;
  const isOver = !isLive(window) && window.state !== 'QUEUED' && ended !== null;
  const isEnd = isOver && window.state !== 'CLOSED';
  return [
    ...(isNamed || isHold ? [] : [`tells of ${target}`]),
    ...(actor === 'system' && correlationId !== window.correlationId
      ? [`has the correlation id ${correlationId}, and not the window's`]
      : []),
    ...(isEnd && (ended.by !== actor || ended.correlationId !== correlationId)
      ? [`is of ${actor}, the end is of ${ended.by}`]
      : []),
    ...(isOver && window.closeReason === null ? ['tells of an end without a reason'] : []),
  ];
}

function problemsOfService(
  observed: Pick<Observed, 'windows'>,
  { name, state }: ServiceRecord,
  { target, action, detail, correlationId }: AuditRecord,
): readonly string[] {
  const stated = `service.${state.toLowerCase().replaceAll('_', '-')}`;
  const why = detail === null ? undefined : whyOf(detail);
  const windows = [...observed.windows.values()];
  const ofSomebody = (id: string): boolean =>
    /^request-\d+$/.test(id) || windows.some((window) => window.correlationId === id);
  return [
    ...(target === name ? [] : [`tells of ${target}`]),
    ...(action === stated || action === 'service.stopped' ? [] : [`says ${action}, the record ${stated}`]),
    ...(why === undefined || why === '' ? ['has no cause'] : []),
    ...(state === 'STARTING' && why?.startsWith('held by') === true && !ofSomebody(correlationId)
      ? [`has the correlation id ${correlationId}, which nobody sent`]
      : []),
  ];
}

function whyOf(detail: string): string | undefined {
  const parsed: unknown = JSON.parse(detail);
  const isTold = typeof parsed === 'object' && parsed !== null && 'why' in parsed;
  return isTold && typeof parsed.why === 'string' ? parsed.why : undefined;
}
