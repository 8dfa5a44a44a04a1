import type { AuditRowFragment, EventRowFragment } from '../generated/graphql.ts';
import type { Heard } from '../live/live-state.ts';
import { plain } from '../components/state/service-words.ts';
import type { Tone } from '../windows/window-words.ts';

export type Kind = 'audit' | 'event' | 'window' | 'component';

export interface Entry {
  readonly id: string;
  readonly kind: Kind;
  readonly at: string;
  readonly words: string;
  readonly by: string | null;
  readonly correlationId: string | null;
  readonly tone: Tone;
}

/** Entries by id, so that what is read and what is told of it are one. */
export type Entries = ReadonlyMap<string, Entry>;

/** The variables of a stream that goes on after what was read; empty it begins from now on. */
export interface StreamStart {
  readonly [variable: string]: unknown;
  readonly afterSeq?: number;
}

const MOST_ENTRIES = 1_000;
/** Eight characters of an id tell it from the others on a page. */
const UUID = /\b([0-9a-f]{8})(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;

export function addEntries(entries: Entries, added: readonly Entry[]): Entries {
  const merged = new Map(entries);
  for (const entry of added) merged.set(entry.id, entry);
  if (merged.size <= MOST_ENTRIES) return merged;
  return new Map(
    newestFirst(merged)
      .slice(0, MOST_ENTRIES)
      .map((entry) => [entry.id, entry]),
  );
}

/** Numbers begin at 1: where there is no entry yet, the stream goes on after 0. */
export function startAfter(newest: readonly { readonly node: { readonly seq: number } }[]): StreamStart {
  return { afterSeq: newest[0]?.node.seq ?? 0 };
}

export function newestFirst(entries: Entries): readonly Entry[] {
  return [...entries.values()].sort((a, b) => b.at.localeCompare(a.at) || b.id.localeCompare(a.id));
}

/** Entries of these kinds with that text in them; the correlation id only fades what does not belong to it. */
export function filterEntries(
  entries: readonly Entry[],
  kinds: ReadonlySet<Kind>,
  text: string,
): readonly Entry[] {
  const wanted = text.trim().toLowerCase();
  return entries.filter(
    ({ kind, words, by, correlationId }) =>
      kinds.has(kind) && `${words} ${by ?? ''} ${correlationId ?? ''}`.toLowerCase().includes(wanted),
  );
}

export function auditEntry(row: AuditRowFragment): Entry {
  const target = row.target ? ` ${shortIds(row.target)}` : '';
  return {
    id: `audit ${row.id}`,
    kind: 'audit',
    at: row.at,
    words: `${row.action}${target}${row.outcome === 'OK' ? '' : `: ${row.outcome.toLowerCase()}`}`,
    by: row.actor,
    correlationId: row.correlationId,
    tone: row.outcome === 'OK' ? 'asleep' : row.outcome === 'PARTIAL' ? 'warning' : 'broken',
  };
}

export function eventEntry(row: EventRowFragment): Entry {
  return {
    id: `event ${row.seq}`,
    kind: kindOf(row.type),
    at: row.at,
    words: shortIds(row.summary),
    by: row.source,
    correlationId: row.correlationId ?? null,
    tone: eventTones[row.severity],
  };
}

const eventTones = { INFO: 'asleep', NOTICE: 'starting', WARNING: 'warning', ERROR: 'broken' } as const;

/** Types are words with dots: window.opened, service.crashed, engine.failed. */
function kindOf(type: string): Kind {
  if (type.startsWith('window.')) return 'window';
  return type.startsWith('service.') ? 'component' : 'event';
}

function shortIds(text: string): string {
  return text.replace(UUID, '$1');
}

/** What the live page heard of windows and components: it stands in where the server keeps no events. */
export function heardEntry(event: Heard): Entry {
  if ('window' in event) {
    const names = event.window.services.map(({ name }) => name).join(', ');
    return {
      id: `window ${event.seq}`,
      kind: 'window',
      at: event.at,
      words: `${event.window.reason} (${names}): ${plain(event.type)}`,
      by: event.window.openedBy,
      correlationId: event.window.correlationId,
      tone: windowTones[event.type] ?? 'starting',
    };
  }
  const { service, previous } = event;
  return {
    id: `component ${event.seq}`,
    kind: 'component',
    at: event.at,
    words: `${service.name}: ${previous ? `${plain(previous)} → ` : ''}${plain(service.state)}`,
    by: null,
    correlationId: service.state === 'STOPPED' ? (service.lastStop?.correlationId ?? null) : null,
    tone: service.state === 'READY' ? 'ready' : service.failure ? 'broken' : 'asleep',
  };
}

const windowTones: Readonly<Record<string, Tone>> = {
  OPENED: 'ready',
  SERVICE_READY: 'ready',
  RECOVERED: 'ready',
  FAILED: 'broken',
  SERVICE_FAILED: 'broken',
  DEGRADED: 'warning',
  EXPIRING: 'warning',
  CLOSED: 'asleep',
};
