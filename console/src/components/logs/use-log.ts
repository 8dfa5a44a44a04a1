import type { CombinedError } from '@urql/core';
import { useReducer, type ActionDispatch } from 'react';
import { WatchLogsDocument } from '../../generated/graphql.ts';
import { useBatch } from '../../server/batch.ts';
import { useEvents } from '../../server/use-events.ts';
import { nextLog, noLines, type LogAction, type LogLine, type LogState } from './log-lines.ts';

const TAIL = 200;

/** The log of a service as it is written. */
export function useLog(name: string): {
  readonly log: LogState;
  readonly dispatch: ActionDispatch<[LogAction]>;
  readonly error: CombinedError | undefined;
} {
  const [log, dispatch] = useReducer(nextLog, noLines);
  const add = useBatch<LogLine>((lines) => dispatch({ type: 'lines', lines }));
  const error = useEvents(WatchLogsDocument, { name, tail: TAIL }, ({ serviceLogs }) => add(serviceLogs));
  return { log, dispatch, error };
}
