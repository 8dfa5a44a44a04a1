import type { Window, WindowState } from '../../client/index.ts';
import type { Session } from '../session.ts';
import { printable } from '../terminal/printable.ts';
import { table } from '../terminal/table.ts';
import { shortId } from './find-window.ts';
import { namesOf, stateInColour, untilWhen } from './window-words.ts';

interface ListOptions {
  readonly all?: boolean;
  readonly state?: WindowState;
  readonly limit: number;
}

const LIVE: WindowState[] = ['QUEUED', 'OPENING', 'OPEN', 'DEGRADED', 'CLOSING'];

export async function listWindows(
  session: Session,
  _args: readonly string[],
  options: ListOptions,
): Promise<void> {
  const { client, terminal, signal } = session;
  const states = options.state !== undefined ? [options.state] : options.all === true ? null : LIVE;
  const page = await client.windows({ states, first: options.limit }, { signal });
  const windows = page.edges.map(({ node }) => node);
  terminal.show({ windows, totalCount: page.totalCount }, () => {
    if (windows.length === 0) return ['no window; "vx11 window open NAME --ttl 5m" opens one'];
    const { colours } = terminal;
    const head = ['WINDOW', 'STATE', 'SERVICES', 'TIME', 'BY', 'REASON'].map((name) => colours.dim(name));
    const more = page.totalCount - windows.length;
    return [
      ...table([head, ...windows.map((window) => rowOf(window, session))]),
      ...(more > 0 ? [colours.dim(`and ${more} more: --limit ${page.totalCount}`)] : []),
    ];
  });
}

function rowOf(window: Window, { terminal }: Session): readonly string[] {
  const { id, state, services, openedBy, reason, closedAt, closeReason } = window;
  const isOver = state === 'CLOSED' || state === 'FAILED';
  const time = isOver
    ? `${closeReason ?? ''} ${terminal.times.instant(closedAt)}`.trim()
    : untilWhen(window, terminal);
  return [
    shortId(id),
    stateInColour(state, terminal.colours),
    namesOf(services),
    time,
    openedBy,
    printable(reason),
  ];
}
