import { useCallback } from 'react';
import { Chat } from './chat.tsx';
import { ConnectionLost } from './connection-lost.tsx';
import type { ConnectionState } from './connection.ts';
import { useLivePower } from './live-power.ts';
import { isLive } from './live-state.ts';
import { OpenWindow } from './open-window.tsx';
import { useServerOffset } from './server-time.ts';
import { ServiceList } from './service-list.tsx';
import { WindowList } from './window-list.tsx';

const connectionWords: Record<ConnectionState, string> = {
  connecting: 'connecting',
  live: 'live',
  reconnecting: 'reconnecting',
  refused: 'refused',
};

export function ControlRoom(props: {
  readonly connection: ConnectionState;
  readonly onLeave: (because: 'asked' | 'refused') => void;
}) {
  const { connection, onLeave } = props;
  const onRefused = useCallback(() => onLeave('refused'), [onLeave]);
  const power = useLivePower(connection, onRefused);
  const offsetMs = useServerOffset(power.power?.serverTime);
  const stale = connection !== 'live';
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
      {connection === 'reconnecting' && <ConnectionLost />}
      {power.problem !== null && (
        <p className="notice broken" role="alert">
          {power.problem}
        </p>
      )}
      <main className="room">
        <div>
          <WindowList windows={windows} offsetMs={offsetMs} loaded={power.loaded} stale={stale} />
          <OpenWindow services={power.power?.availableServices.map((service) => service.name) ?? []} />
        </div>
        <Chat connected={!stale} />
        <ServiceList
          services={[...power.services.values()]}
          offsetMs={offsetMs}
          stale={stale}
          runtime={power.power?.runtime ?? null}
        />
      </main>
    </>
  );
}
