import { useEffect, useState } from 'react';

/** The server's clock, once a second: deadlines are its instants, and this machine's clock may differ. */
export function useServerTime(serverTime: string | undefined): number {
  const [offsetMs, setOffsetMs] = useState(0);
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    if (serverTime !== undefined) setOffsetMs(Date.parse(serverTime) - Date.now());
  }, [serverTime]);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return nowMs + offsetMs;
}
