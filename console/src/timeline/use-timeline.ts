import type { CombinedError } from '@urql/core';
import { useEffect, useMemo, useReducer } from 'react';
import { useQuery } from 'urql';
import {
  AuditDocument,
  EventsDocument,
  WatchAuditDocument,
  WatchEventsDocument,
} from '../generated/graphql.ts';
import { useLive } from '../live/live.tsx';
import { hasCode, problemWords } from '../server/problem-words.ts';
import { useEvents } from '../server/use-events.ts';
import {
  addEntries,
  auditEntry,
  eventEntry,
  heardEntry,
  newestFirst,
  type Entries,
  type Entry,
} from './timeline-state.ts';

const nothing: Entries = new Map();

export interface TimelineData {
  /** Newest first. */
  readonly entries: readonly Entry[];
  /** What of it cannot be told, and why. */
  readonly gaps: readonly string[];
}

/** Audit and events as they were and as they come. */
export function useTimeline(correlationId: string | null): TimelineData {
  const { heard } = useLive();
  const [stored, add] = useReducer(addEntries, nothing);
  const variables = correlationId === null ? {} : { correlationId };
  const anew = 'cache-and-network' as const;
  const [audit] = useQuery({ query: AuditDocument, variables, requestPolicy: anew });
  const [events] = useQuery({ query: EventsDocument, variables, requestPolicy: anew });
  useEffect(() => {
    if (audit.data) add(audit.data.auditLog.edges.map(({ node }) => auditEntry(node)));
  }, [audit.data]);
  useEffect(() => {
    if (events.data) add(events.data.events.edges.map(({ node }) => eventEntry(node)));
  }, [events.data]);
  useEvents(WatchAuditDocument, {}, ({ auditEntryAdded }) => add([auditEntry(auditEntryAdded)]));
  useEvents(WatchEventsDocument, {}, ({ eventAdded }) => add([eventEntry(eventAdded)]));

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

function gapOf(what: string, error: CombinedError | undefined): string[] {
  if (error === undefined) return [];
  if (hasCode(error, 'NOT_IMPLEMENTED')) return [`${what} cannot be told by this version of the server.`];
  if (hasCode(error, 'FORBIDDEN')) return [`${what} cannot be read with this token.`];
  return [problemWords(`${what} could not be read`, error)];
}
