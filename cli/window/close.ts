import { demandOk } from '../exit/refusal.ts';
import type { Session } from '../session.ts';
import { findWindow, shortId } from './find-window.ts';
import { limitWait } from './limit-wait.ts';
import { namesOf } from './window-words.ts';

interface CloseOptions {
  readonly reason?: string;
  readonly wait?: boolean;
}

/** A stop may take its grace, and is tried again. */
const CLOSE_LIMIT_SEC = 120;

export async function closeWindow(
  session: Session,
  args: readonly string[],
  options: CloseOptions,
): Promise<void> {
  const { client, terminal } = session;
  const id = args[0] === undefined ? undefined : await findWindow(session, args[0]);
  const asked = {
    ...(id === undefined ? {} : { id }),
    ...(options.reason === undefined ? {} : { reason: options.reason }),
  };
  const result = await client.closeWindow(asked);
  demandOk(result);
  if (options.wait === true && result.window !== null) await untilClosed(session, result.window.id);
  const { window } = result;
  terminal.show(result, () => [
    window === null ? 'closed' : `closed ${shortId(window.id)} (${namesOf(window.services)})`,
  ]);
}

async function untilClosed(session: Session, id: string): Promise<void> {
  const limited = limitWait(session, CLOSE_LIMIT_SEC, `the end of ${id}`);
  try {
    for await (const { data } of session.client.watchWindows({ id }, { signal: limited.signal })) {
      const state = data?.windowChanged.window.state;
      if (state === 'CLOSED' || state === 'FAILED') return;
    }
  } finally {
    limited.end();
  }
}
