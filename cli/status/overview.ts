import type { OverviewQuery } from '../generated/graphql.ts';
import { printable } from '../terminal/printable.ts';
import { table } from '../terminal/table.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { shortId } from '../window/find-window.ts';
import { namesOf, stateInColour } from '../window/window-words.ts';

export function overviewLines({ status, powerState }: OverviewQuery, terminal: Terminal): string[] {
  const { colours, times } = terminal;
  const { policy, runtime, activeWindows } = powerState;
  const head = ['COMPONENT', 'STATE', '', 'SEEN'].map((name) => colours.dim(name));
  const components = status.components.map(({ service, state, reason, checkedAt }) => [
    service.name,
    stateInColour(state, colours),
    colours.dim(printable(reason ?? service.state)),
    times.instant(checkedAt),
  ]);
  const started = runtime.available ? runtime.kind : `${runtime.kind}, which does not answer`;
  return [
    `${stateInColour(status.status, colours)}  policy ${policy}, runtime ${started}`,
    '',
    ...table([head, ...components]),
    '',
    ...(activeWindows.length === 0
      ? ['no window is open: only what the policy wants runs']
      : table(activeWindows.map((window) => windowRow(window, terminal)))),
  ];
}

type WindowLine = OverviewQuery['powerState']['activeWindows'][number];

function windowRow(
  { id, state, mode, deadline, services, openedBy, reason }: WindowLine,
  terminal: Terminal,
) {
  const { colours, times } = terminal;
  const until = mode === 'HOLD' ? 'until it is closed' : times.instant(deadline);
  return [
    shortId(id),
    stateInColour(state, colours),
    namesOf(services),
    until,
    `by ${openedBy}`,
    printable(reason),
  ];
}
