import { z } from 'zod';
import type { Severity } from '../../../schema/generated/operator.ts';
import type { NewEvent } from './event-log.ts';

const outboxEvent = z.object({
  store: z.string(),
  kind: z.string(),
  key: z.string(),
  type: z.string(),
  at: z.number(),
  data: z.unknown(),
});
const shownData = z.object({
  state: z.string().optional(),
  status: z.string().optional(),
  /** A service comes with what it was before. */
  record: z.object({ state: z.string() }).optional(),
  correlationId: z.string().optional(),
  /** Of a window: the names that were asked for, and what for. */
  services: z.array(z.string()).optional(),
  reason: z.string().nullish(),
});

export type OutboxEvent = z.infer<typeof outboxEvent>;

/** What madre publishes on her stream; undefined for something else. */
export function readOutboxEvent(data: unknown): OutboxEvent | undefined {
  return outboxEvent.safeParse(data).data;
}

/** As everybody may read it: the audit is not among these, it needs a scope. Undefined for what is not shown. */
export function toSystemEvent({ kind, key, type, at, data }: OutboxEvent): NewEvent | undefined {
  if (!SHOWN.has(kind)) return undefined;
  const shown = shownData.safeParse(data).data ?? {};
  const { state, status, record, correlationId = null } = shown;
  const became = record?.state ?? state ?? status;
  return {
    type: `${kind}.${type.toLowerCase()}`,
    source: 'madre',
    severity: severityOf(type, became),
    summary: `${kind} ${key} ${type}${became === undefined || became === type ? '' : `: ${became}`}${kind === 'window' ? purposeOf(shown) : ''}`,
    data: { kind, key, type, ...(became === undefined ? {} : { state: became }) },
    correlationId,
    at,
  };
}

/** " · nightly (switch, hermes)" */
function purposeOf({ services = [], reason }: z.infer<typeof shownData>): string {
  if (services.length === 0) return '';
  const names = services.join(', ');
  return reason ? ` · ${reason} (${names})` : ` · ${names}`;
}

/** Whether it says that this service has become READY. */
export function saysReady({ kind, key, data }: OutboxEvent, service: string): boolean {
  return kind === 'service' && key === service && shownData.safeParse(data).data?.record?.state === 'READY';
}

const SHOWN = new Set(['window', 'service', 'flag', 'intent']);
const BAD = new Set([
  'FAILED',
  'CRASHED',
  'CRASH_LOOP',
  'OUT_OF_MEMORY',
  'START_FAILED',
  'SERVICE_FAILED',
  'ERROR',
]);
const DOUBTFUL = new Set(['DEGRADED', 'UNHEALTHY', 'EXPIRING']);

function severityOf(type: string, became: string | undefined): Severity {
  if (BAD.has(type) || (became !== undefined && BAD.has(became))) return 'ERROR';
  return DOUBTFUL.has(type) || (became !== undefined && DOUBTFUL.has(became)) ? 'WARNING' : 'INFO';
}
