import { useEffect, useState } from 'react';
import { msUntilChange } from './countdown.ts';

/** How far the server's clock is ahead: deadlines are its instants, and this machine's clock may differ. */
export function useServerOffset(serverTime: string | undefined): number {
  const [offsetMs, setOffsetMs] = useState(0);
  useEffect(() => {
    if (serverTime !== undefined) setOffsetMs(Date.parse(serverTime) - Date.now());
  }, [serverTime]);
  return offsetMs;
}

/** The server's clock, read again whenever a whole second is left until `towardsMs`. */
export function useServerNow(offsetMs: number, towardsMs: number): number {
  const [nowMs, setNowMs] = useState(() => Date.now() + offsetMs);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const tick = (): void => {
      const readMs = Date.now() + offsetMs;
      setNowMs(readMs);
      timer = setTimeout(tick, msUntilChange(towardsMs - readMs));
    };
    tick();
    return () => clearTimeout(timer);
  }, [offsetMs, towardsMs]);
  return nowMs;
}
