import type { Window } from '../../client/index.ts';
import type { Colours, Terminal } from '../terminal/terminal.ts';
import { durationInWords } from '../settings/duration.ts';
import { printable } from '../terminal/printable.ts';

type Timed = Pick<Window, 'state' | 'mode' | 'deadline' | 'ttlRemainingSec' | 'queuePosition'>;

/** Until when, from what madre's own clock leaves of it. One that is closing or over has no future. */
export function untilWhen(window: Timed, { times }: Pick<Terminal, 'times'>): string {
  if (window.state === 'CLOSING') return 'is being closed';
  if (window.state === 'CLOSED' || window.state === 'FAILED') return 'is over';
  if (window.queuePosition !== null) return `waits for memory, place ${window.queuePosition}`;
  if (window.mode === 'HOLD') return 'until it is closed';
  if (window.ttlRemainingSec === null || times.isExact) return `until ${times.instant(window.deadline)}`;
  return `for another ${durationInWords(window.ttlRemainingSec)}`;
}

export function namesOf(services: readonly { readonly name: string }[]): string {
  return services.map(({ name }) => name).join(', ');
}

export function stateInColour(state: string, colours: Colours): string {
  if (['OPEN', 'READY', 'OK', 'ON', 'AVAILABLE'].includes(state)) return colours.green(state);
  if (['FAILED', 'CRASHED', 'CRASH_LOOP', 'ERROR', 'START_FAILED', 'OUT_OF_MEMORY', 'DENIED'].includes(state))
    return colours.red(state);
  if (['STOPPED', 'CLOSED', 'OFF', 'MISSING'].includes(state)) return colours.dim(state);
  return colours.yellow(state);
}

interface Dossier {
  readonly code: string;
  readonly message: string;
  readonly suggestion: string | null;
  readonly service?: { readonly name: string };
  readonly lastLogs: readonly { readonly stream: string; readonly text: string }[];
}

const SHOWN_LINES = 10;

/** What went wrong, its last lines and what may help. */
export function failureLines(failure: Dossier | null, { colours }: Terminal): string[] {
  if (failure === null) return [];
  const { code, message, suggestion, lastLogs } = failure;
  return [
    `${colours.red(failure.service === undefined ? code : `${failure.service.name}: ${code}`)}  ${printable(message)}`,
    ...lastLogs.slice(-SHOWN_LINES).map(({ text }) => `  ${colours.dim('│')} ${printable(text)}`),
    ...(suggestion === null ? [] : [`  ${printable(suggestion)}`]),
  ];
}
