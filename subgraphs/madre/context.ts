import DataLoader from 'dataloader';
import type { Bus } from '../../platform/bus/bus.ts';
import type { RequestContext } from '../../platform/request-context.ts';
import type { AuditLog } from './journal/audit-log.ts';
import type { Cause } from './journal/journal.ts';
import type { Outbox } from './journal/outbox.ts';
import type { ServiceLogs } from './logs/service-logs.ts';
import type { Power } from './power.ts';
import type { Runtime } from './runtimes/runtime.ts';
import type { ServiceRecord } from './services/service-record.ts';
import type { MemoryPeaks } from './services/memory-peaks.ts';
import type { SentinelStatus } from './sentinel/sentinel-status.ts';
import type { Samplers } from './stats/samplers.ts';
import { isLive, type WindowRecord } from './windows/record/window-record.ts';
import { readUnfinishedWindows, readWindows } from './windows/record/window-rows.ts';

/** What the resolvers reach; made once for each madre. */
export interface Madre {
  readonly power: Power;
  readonly auditLog: AuditLog;
  readonly outbox: Outbox;
  readonly memoryPeaks: MemoryPeaks;
  readonly runtime: Runtime;
  readonly bus: Bus;
  readonly samplers: Samplers;
  readonly logs: ServiceLogs;
  readonly sentinel: () => SentinelStatus;
  /** Aborts when madre closes. */
  readonly closing: AbortSignal;
}

/** A service by name, as resolvers pass it on; with its record where an event fixed it, else it is read when asked for. */
export interface ServiceKey {
  readonly name: string;
  readonly record?: ServiceRecord;
}

/** Of one request or one event: what it loads is read once and shared by its fields. */
export interface MadreContext extends Madre {
  readonly request: RequestContext;
  readonly cause: Cause;
  readonly windowById: DataLoader<string, WindowRecord | undefined>;
  /** Oldest first. */
  liveWindows(): Promise<readonly WindowRecord[]>;
  /** After a mutation: what was read before it in the same request is old. */
  forget(): void;
}

export function createContext(madre: Madre, request: RequestContext): MadreContext {
  let live: Promise<readonly WindowRecord[]> | undefined;
  const windowById = new DataLoader(async (ids: readonly string[]) => {
    const windows = await readWindows(madre.power.db, ids);
    return ids.map((id) => windows.get(id));
  });
  return {
    ...madre,
    request,
    cause: { actor: request.actor.name, correlationId: request.correlationId },
    windowById,
    forget() {
      live = undefined;
      windowById.clearAll();
    },
    liveWindows: () =>
      (live ??= readUnfinishedWindows(madre.power.db).then((windows) => windows.filter(isLive))),
  };
}
