import { useCallback } from 'react';
import { Chat } from './chat.tsx';
import type { ConnectionState } from './connection.ts';
import { useLivePower } from './live-power.ts';
import { isLive } from './live-state.ts';
import { OpenWindow } from './open-window.tsx';
import { useServerTime } from './server-time.ts';
import { ServiceList } from './service-list.tsx';
import { WindowList } from './window-list.tsx';

const connectionWords: Record<ConnectionState, string> = {
  connecting: 'connecting',
  live: 'live',
  reconnecting: 'reconnecting: what you see may be old',
  refused: 'refused',
};

export function ControlRoom(props: {
  readonly connection: ConnectionState;
  readonly onLeave: (because: 'asked' | 'refused') => void;
}) {
  const { connection, onLeave } = props;
  const onRefused = useCallback(() => onLeave('refused'), [onLeave]);
  const power = useLivePower(connection, onRefused);
  const nowMs = useServerTime(power.power?.serverTime);
  const windows = [...power.windows.values()];
  const live = windows.filter(isLive);
  return (
    <>
      <header className="top">
        <strong>{power.power?.policy ?? 'tentaculo_link'}</strong>
        <span className="dim">
          {live.length === 0 ? 'no window is open' : `+ ${live.length} window${live.length === 1 ? '' : 's'}`}
        </span>
        <span className={`state ${connection === 'live' ? 'ready' : 'warning'}`} role="status">
          {connectionWords[connection]}
        </span>
        <nav>
          <a href="./playground/">Playground</a>
          <button type="button" onClick={() => onLeave('asked')}>
            Forget token
          </button>
        </nav>
      </header>
      {power.problem !== null && (
        <p className="problem broken" role="alert">
          The state could not be read: {power.problem}
        </p>
      )}
      <main className="room">
        <div>
          <WindowList windows={windows} nowMs={nowMs} loaded={power.loaded} />
          <OpenWindow services={power.power?.availableServices.map((service) => service.name) ?? []} />
          <ServiceList
            services={[...power.services.values()]}
            nowMs={nowMs}
            runtime={power.power?.runtime ?? null}
          />
        </div>
        <Chat />
      </main>
    </>
  );
}
