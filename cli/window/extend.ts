import { demandOk } from '../exit/refusal.ts';
import { UsageError } from '../exit/usage-error.ts';
import { parseDuration } from '../settings/duration.ts';
import type { Session } from '../session.ts';
import { findWindow, shortId } from './find-window.ts';
import { untilWhen } from './window-words.ts';

export async function extendWindow(session: Session, args: readonly string[]): Promise<void> {
  const { client, terminal, signal } = session;
  const [text = '', time = ''] = args;
  const addSec = parseDuration(time);
  if (addSec === undefined)
    throw new UsageError(`give a time such as 90s or 5m, got ${JSON.stringify(time)}`);
  const id = await findWindow(session, text);
  const result = await client.extendWindow(id, addSec, { signal });
  demandOk(result);
  const { window } = result;
  terminal.show(result, () =>
    window === null ? [] : [`${shortId(window.id)} is ${window.state} ${untilWhen(window, terminal)}`],
  );
}
