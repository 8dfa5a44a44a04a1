import { useState } from 'react';
import { WatchLogsDocument, type WatchLogsSubscription } from '../../generated/graphql.ts';
import { useEvents } from '../../server/use-events.ts';

/** The newest line of its log; nothing where the token may not read logs. */
export function LastLine(props: { readonly name: string }) {
  const [line, setLine] = useState<WatchLogsSubscription['serviceLogs'] | null>(null);
  useEvents(WatchLogsDocument, { name: props.name, tail: 1 }, ({ serviceLogs }) => setLine(serviceLogs));
  if (line === null) return null;
  return (
    <code className="last-line" title={line.text}>
      {line.text}
    </code>
  );
}
