import { useLive } from '../../live/live.tsx';
import { openAddress } from '../../shell/route.ts';

const ROUTER = 'switch';
const WAKE_SEC = 600;

/** Where no engine can answer because the router sleeps: what to open. */
export function WakeEngine() {
  const { services, loaded } = useLive();
  const router = services.get(ROUTER);
  if (!loaded || router === undefined || router.state === 'READY') return null;
  if (router.state === 'STARTING')
    return <p className="dim">switch is starting: engines answer in a moment.</p>;
  return (
    <p className="wake">
      No engine is awake. <a href={openAddress([ROUTER], WAKE_SEC)}>Wake switch for {WAKE_SEC / 60} min</a>
    </p>
  );
}
