import { useState } from 'react';
import { timeOfDay } from './time-of-day.ts';

/** Shown for as long as nothing is heard from the server; it dates what the rest of the page shows. */
export function ConnectionLost() {
  const [lostAtMs] = useState(() => Date.now());
  return (
    <p className="notice warning" role="alert">
      The server has not answered since {timeOfDay(lostAtMs)}. What you see is what was last known. This page
      reconnects by itself; if it does not, look whether the server still runs.
    </p>
  );
}
