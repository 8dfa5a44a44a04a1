import { lazy, Suspense, useEffect, useState } from 'react';
import { Chat } from '../chat/chat.tsx';
import { useLive } from '../live/live.tsx';
import { Now } from '../now/now.tsx';
import { Palette } from '../palette/palette.tsx';
import { OpenWindow } from '../windows/open/open-window.tsx';
import { ConnectionLost } from './connection-lost.tsx';
import type { Command } from './keys.ts';
import { KeysHelp } from './keys-help.tsx';
import { Rail } from './rail.tsx';
import { openAddress, type Route } from './route.ts';
import { TopLine } from './top-line.tsx';
import { focusSearch, pressKeyed, useKeys } from './use-keys.ts';
import { go, useRoute } from './use-route.ts';
import { isWide, useWidth } from './use-width.ts';

const Windows = lazy(() => import('../windows/windows-page.tsx'));
const Timeline = lazy(() => import('../timeline/timeline-page.tsx'));
const Engines = lazy(() => import('../engines/engines-page.tsx'));
const Component = lazy(() => import('../components/component-page.tsx'));

/** The frame of every page: places, the state of everything in one line, and what stands in front of the page. */
export function Shell(props: { readonly onForget: () => void }) {
  const route = useRoute();
  const live = useLive();
  const wide = useWidth(isWide);
  const [front, setFront] = useState<'palette' | 'help' | null>(null);
  useKeys((command) => obey(command, setFront));
  const leaveFront = (): void => setFront(null);
  useEffect(() => {
    document.title = `${titleOf(route)} · tentaculo_link`;
  }, [route]);
  const opening = route.page === 'now' ? route.opening : null;
  return (
    <div className="shell">
      <Rail page={route.page} />
      <div className="body">
        <TopLine onPalette={() => setFront('palette')} onForget={props.onForget} />
        {live.connection === 'reconnecting' && <ConnectionLost />}
        {live.problem !== null && (
          <p className="notice broken" role="alert">
            {live.problem}
          </p>
        )}
        <main className={route.page === 'now' && wide ? 'page with-chat' : 'page'}>
          <Suspense fallback={<p className="dim">loading</p>}>
            <Page route={route} />
          </Suspense>
          {route.page === 'now' && wide && <Chat session={null} docked />}
        </main>
      </div>
      {opening !== null && (
        <OpenWindow opening={opening} onClose={() => go({ page: 'now', opening: null })} />
      )}
      {front === 'palette' && <Palette onClose={leaveFront} />}
      {front === 'help' && <KeysHelp onClose={leaveFront} />}
    </div>
  );
}

function Page({ route }: { readonly route: Route }) {
  switch (route.page) {
    case 'now':
      return <Now />;
    case 'windows':
      return <Windows />;
    case 'chat':
      return <Chat session={route.session} docked={false} />;
    case 'timeline':
      return <Timeline correlationId={route.correlationId} />;
    case 'engines':
      return <Engines />;
    case 'component':
      return <Component key={route.name} name={route.name} />;
  }
}

function titleOf(route: Route): string {
  if (route.page === 'component') return route.name;
  return route.page.charAt(0).toUpperCase() + route.page.slice(1);
}

function obey(command: Command, setFront: (front: 'palette' | 'help') => void): void {
  switch (command.type) {
    case 'palette':
    case 'help':
      return setFront(command.type);
    case 'go':
      location.hash = `#/${command.to}`;
      return;
    case 'open':
      location.hash = openAddress();
      return;
    case 'search':
      return focusSearch();
    case 'press':
      return pressKeyed(command.button);
  }
}
