import { Agent, buildConnector } from 'undici';
import type { Clock } from '../../../platform/clock.ts';
import { EngineFailure } from './engine.ts';

/** Connections to one engine. Limits on answers are the content watch's; this one only limits connecting. */
export function createEngineAgent(connectTimeoutMs: number, clock: Clock): Agent {
  return new Agent({ connect: connectWithin(connectTimeoutMs, clock), headersTimeout: 0, bodyTimeout: 0 });
}

/** undici's own connect timer is only good to about a second, so its limit is left as the one that frees the socket. */
function connectWithin(timeoutMs: number, clock: Clock): buildConnector.connector {
  const connect = buildConnector({ timeout: timeoutMs + 2_000 });
  return (options, callback) => {
    let isLate = false;
    const cancel = clock.after(timeoutMs, () => {
      isLate = true;
      callback(new EngineFailure('CONNECT', `no connection came about within ${timeoutMs} ms`), null);
    });
    connect(options, (...outcome) => {
      cancel();
      if (!isLate) callback(...outcome);
      else outcome[1]?.destroy();
    });
  };
}
