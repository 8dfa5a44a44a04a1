import { WindowDocument, type Window } from '../../client/index.ts';
import { Refusal } from '../exit/refusal.ts';
import type { Session } from '../session.ts';
import { printable } from '../terminal/printable.ts';
import { table } from '../terminal/table.ts';
import { milliseconds } from '../terminal/time-words.ts';
import { findWindow } from './find-window.ts';
import { failureLines, stateInColour, untilWhen } from './window-words.ts';

export async function showWindow(session: Session, args: readonly string[]): Promise<void> {
  const { client, terminal, signal } = session;
  const id = await findWindow(session, args[0] ?? '');
  const { window } = (await client.query(WindowDocument, { id }, { signal })).data;
  if (window === null)
    throw new Refusal('NOT_FOUND', `there is no window ${id}; "vx11 window list --all" lists them`);
  terminal.show(window, () => linesOf(window, session));
}

function linesOf(window: Window, { terminal }: Session): string[] {
  const { times, colours } = terminal;
  const facts = [
    ['state', `${stateInColour(window.state, colours)} ${window.closeReason ?? ''}`.trim()],
    [
      'time',
      window.closedAt === null ? untilWhen(window, terminal) : `ended ${times.instant(window.closedAt)}`,
    ],
    [
      'opened',
      `${times.instant(window.openedAt ?? window.createdAt)} by ${window.openedBy}, priority ${window.priority}`,
    ],
    ['reason', printable(window.reason)],
    ['trace', window.correlationId],
  ];
  const results = window.results.map(({ service, outcome, elapsedMs, error }) => [
    service.name,
    outcome,
    milliseconds(elapsedMs),
    printable(error ?? ''),
  ]);
  return [
    colours.bold(window.id),
    ...table(facts),
    '',
    ...table(window.closure.map(({ name, state }) => [name, stateInColour(state, colours)])),
    ...(results.length === 0 ? [] : ['', ...table(results)]),
    ...failureLines(window.failure, terminal),
  ];
}
