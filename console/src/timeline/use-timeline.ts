import type { CombinedError } from '@urql/core';
import { useEffect, useMemo, useReducer, useState } from 'react';
import { useQuery } from 'urql';
import {
  AuditDocument,
  EventsDocument,
  WatchAuditDocument,
  WatchEventsDocument,
} from '../generated/graphql.ts';
import { useLive } from '../live/live.tsx';
import { hasCode, problemWords } from '../server/problem-words.ts';
import { useEvents, type EventLoss } from '../server/use-events.ts';
import {
  addEntries,
  auditEntry,
  eventEntry,
  heardEntry,
  newestFirst,
  startAfter,
  type Entries,
  type Entry,
  type StreamStart,
} from './timeline-state.ts';

const nothing: Entries = new Map();

export interface TimelineData {
  /** Newest first. */
  readonly entries: readonly Entry[];
  /** What of it cannot be told, and why. */
  readonly gaps: readonly string[];
}

interface Read {
  readonly data?: { readonly newest: { readonly edges: Parameters<typeof startAfter>[0] } } | undefined;
  readonly error?: CombinedError | undefined;
  readonly fetching: boolean;
  readonly stale: boolean;
}

/** Audit and events as they were and as they come. */
export function useTimeline(correlationId: string | null): TimelineData {
  const { heard } = useLive();
  const [stored, add] = useReducer(addEntries, nothing);
  const variables = correlationId === null ? {} : { correlationId };
  const anew = 'cache-and-network' as const;
  const [audit, readAudit] = useQuery({ query: AuditDocument, variables, requestPolicy: anew });
  const [events, readEvents] = useQuery({ query: EventsDocument, variables, requestPolicy: anew });
  useEffect(() => {
    if (audit.data) add(audit.data.auditLog.edges.map(({ node }) => auditEntry(node)));
  }, [audit.data]);
  useEffect(() => {
    if (events.data) add(events.data.events.edges.map(({ node }) => eventEntry(node)));
  }, [events.data]);
  const auditStart = useStart(audit);
  const eventsStart = useStart(events);
  useEvents(
    WatchAuditDocument,
    auditStart ?? {},
    ({ auditEntryAdded }, loss) => {
      add([auditEntry(auditEntryAdded)]);
      if (isLossy(loss)) readAudit({ requestPolicy: 'network-only' });
    },
    auditStart === undefined,
  );
  useEvents(
    WatchEventsDocument,
    eventsStart ?? {},
    ({ eventAdded }, loss) => {
      add([eventEntry(eventAdded)]);
      if (isLossy(loss)) readEvents({ requestPolicy: 'network-only' });
    },
    eventsStart === undefined,
  );

  // The events of the server tell of windows and components too.
  const alone = events.error !== undefined;
  const entries = useMemo(
    () => newestFirst(alone ? addEntries(stored, heard.map(heardEntry)) : stored),
    [stored, heard, alone],
  );
  return {
    entries,
    gaps: [...gapOf('The audit', audit.error), ...gapOf('Events of the stack', events.error)],
  };
}

/**
 * Where the first read ends and the stream begins, so that also a connection that breaks before the first event goes on there. Undefined
 * until it is known; from now on where nothing could be read.
 */
function useStart({ data, error, fetching, stale }: Read): StreamStart | undefined {
  const [start, setStart] = useState<StreamStart>();
  useEffect(() => {
    if (fetching || stale) return;
    if (data) setStart((known) => (known?.afterSeq === undefined ? startAfter(data.newest.edges) : known));
    else if (error) setStart((known) => known ?? {});
  }, [data, error, fetching, stale]);
  return start;
}

function isLossy({ dropped, gap }: EventLoss): boolean {
  return gap || dropped > 0;
}

function gapOf(what: string, error: CombinedError | undefined): string[] {
  if (error === undefined) return [];
  if (hasCode(error, 'NOT_IMPLEMENTED')) return [`${what} cannot be told by this version of the server.`];
  if (hasCode(error, 'FORBIDDEN')) return [`${what} cannot be read with this token.`];
  return [problemWords(`${what} could not be read`, error)];
}
