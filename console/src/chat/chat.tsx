import { useEffect } from 'react';
import { useLive } from '../live/live.tsx';
import { NEW_SESSION } from '../shell/route.ts';
import { goInstead } from '../shell/use-route.ts';
import { isPhone, useWidth } from '../shell/use-width.ts';
import { WakeEngine } from './answer/wake-engine.tsx';
import { ChatLog } from './chat-log.tsx';
import { Composer } from './composer.tsx';
import { keepSession } from './sessions/current-session.ts';
import { SessionDrawer } from './sessions/session-drawer.tsx';
import { SessionList } from './sessions/session-list.tsx';
import { useConversation } from './use-conversation.ts';

/** Conversations with the stack: beside the page (docked), or with their list as a page. */
export function Chat(props: { readonly session: string | null; readonly docked: boolean }) {
  const { session, docked } = props;
  const { stale } = useLive();
  const phone = useWidth(isPhone);
  const conversation = useConversation(session, goOn);
  const { ask, id } = conversation;
  useEffect(() => {
    if (session !== null) keepSession(session);
  }, [session]);

  function goOn(began: string): void {
    keepSession(began);
    if (!docked) goInstead({ page: 'chat', session: began });
  }

  return (
    <section className={docked ? 'chat docked' : 'chat'} aria-labelledby="chat">
      {!docked && (phone ? <SessionDrawer current={id} /> : <SessionList current={id} />)}
      <div className="talk">
        <div className="line spread">
          <h2 id="chat" className="clip">
            {docked ? 'Chat' : (conversation.title ?? 'Chat')}
          </h2>
          {docked && id !== null && (
            <button type="button" className="quiet" onClick={() => keepSession(NEW_SESSION)}>
              New conversation
            </button>
          )}
        </div>
        <ChatLog conversation={conversation} onAsk={(message) => void ask(message)} />
        {conversation.messages.length === 0 && <WakeEngine />}
        <Composer conversation={conversation} connected={!stale} onSend={ask} />
      </div>
    </section>
  );
}
