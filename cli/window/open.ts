import type { Window, WindowResult } from '../../client/index.ts';
import { Interrupted } from '../exit/interrupted.ts';
import { demandOk, Refusal } from '../exit/refusal.ts';
import { durationInWords } from '../settings/duration.ts';
import type { Session } from '../session.ts';
import { shortId } from './find-window.ts';
import { limitWait } from './limit-wait.ts';
import { followOpening } from './follow-opening.ts';
import { failureLines, namesOf, untilWhen } from './window-words.ts';
import { inputOf, type WindowWishes } from './window-wishes.ts';

interface OpenOptions extends WindowWishes {
  readonly plan?: string;
  readonly wait?: boolean;
  readonly timeout: number;
  readonly closeOnInterrupt?: boolean;
}

/**
 * The question itself is not interrupted: whoever asked knows afterwards whether there is a window. Ctrl-C while it waits leaves the
 * window, or closes it where that was asked for.
 */
export async function openWindow(
  session: Session,
  args: readonly string[],
  options: OpenOptions,
): Promise<void> {
  const { client, terminal, signal } = session;
  const input = inputOf(args, options);
  signal.throwIfAborted();
  const asked = { ...input, planHash: options.plan ?? null, idempotencyKey: crypto.randomUUID() };
  const result = await client.openWindow(asked);
  demandOk(result);
  const { window } = result;
  if (window === null) throw new Refusal(result.code, 'madre named no window', result.correlationId);
  if (options.wait !== true && !signal.aborted) return showOpened(session, result, window);
  try {
    signal.throwIfAborted();
    const limited = limitWait(session, options.timeout, `the window ${shortId(window.id)}`);
    const opened = await followOpening(session, window, limited.signal).finally(() => limited.end());
    showOpened(session, result, opened);
    if (opened.state === 'OPEN') return;
    for (const line of failureLines(opened.failure, terminal)) terminal.note(line);
    const why = opened.failure?.message ?? `its end: ${opened.closeReason ?? 'unknown'}`;
    throw new Refusal(
      opened.failure?.code ?? opened.state,
      `the window ${shortId(opened.id)} is ${opened.state}: ${why}`,
      result.correlationId,
    );
  } catch (error) {
    if (error instanceof Interrupted) await afterInterrupt(session, window, options);
    else if (isTimeout(error))
      terminal.note(
        `the window goes on after ${durationInWords(options.timeout)}: vx11 window show ${shortId(window.id)}`,
      );
    throw error;
  }
}

function showOpened({ terminal }: Session, result: WindowResult, window: Window): void {
  terminal.show({ ...result, window }, () => [
    `${window.state === 'OPEN' ? terminal.colours.green('open') : window.state} ${shortId(window.id)}: ${namesOf(window.services)} ${untilWhen(window, terminal)}`,
  ]);
}

/** The session's own signal is spent: the last request has a limit of its own. */
async function afterInterrupt(session: Session, window: Window, options: OpenOptions): Promise<void> {
  const { client, terminal } = session;
  if (terminal.isJson) terminal.json({ interrupted: true, window });
  if (options.closeOnInterrupt !== true)
    return terminal.note(
      `the window ${shortId(window.id)} goes on; end it with: vx11 window close ${shortId(window.id)}`,
    );
  const closed = await client.closeWindow({ id: window.id, reason: 'interrupted' }, { timeoutMs: 10_000 });
  terminal.note(
    closed.ok
      ? `closed ${shortId(window.id)}`
      : `${shortId(window.id)} was not closed: ${closed.message ?? closed.code}`,
  );
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'TIMED_OUT';
}
