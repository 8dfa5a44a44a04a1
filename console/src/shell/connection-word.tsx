import { useEffect, useState } from 'react';
import type { ConnectionState } from '../server/connection.ts';
import { timeOfDay } from '../time/time-of-day.ts';

/** live, reconnecting, or since when what is shown is only remembered. */
export function ConnectionWord(props: { readonly connection: ConnectionState }) {
  const { connection } = props;
  const [lostAtMs, setLostAtMs] = useState<number | null>(null);
  useEffect(() => {
    setLostAtMs((before) => (connection === 'reconnecting' ? (before ?? Date.now()) : null));
  }, [connection]);
  return (
    <span className={`state ${connection === 'live' ? 'ready' : 'warning'}`} role="status">
      {connection}
      {lostAtMs !== null && ` · stale since ${timeOfDay(lostAtMs)}`}
    </span>
  );
}
