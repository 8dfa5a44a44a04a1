export interface LogLine {
  readonly seq: number;
  readonly at: string;
  readonly stream: string;
  readonly text: string;
}

export interface LogState {
  /** Oldest first, at most KEPT_LINES. */
  readonly lines: readonly LogLine[];
  /** Lines that were written and never came here. */
  readonly dropped: number;
  /** While paused, lines wait here, and are counted once there are too many. */
  readonly waiting: readonly LogLine[] | null;
  /** The newest seq that came, shown or waiting. */
  readonly lastSeq: number | null;
}

export type LogAction =
  | { readonly type: 'lines'; readonly lines: readonly LogLine[] }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' };

export const KEPT_LINES = 2_000;
export const noLines: LogState = { lines: [], dropped: 0, waiting: null, lastSeq: null };

/** A gap in seq is lines that were lost on the way; a line that comes again is left out. */
export function nextLog(state: LogState, action: LogAction): LogState {
  switch (action.type) {
    case 'pause':
      return { ...state, waiting: state.waiting ?? [] };
    case 'resume':
      return { ...state, lines: bounded([...state.lines, ...(state.waiting ?? [])]), waiting: null };
    case 'lines':
      return action.lines.reduce(addLine, state);
  }
}

/** Lines with the text, of the streams that are asked for. */
export function filterLines(
  lines: readonly LogLine[],
  text: string,
  onlyErrors: boolean,
): readonly LogLine[] {
  const wanted = text.toLowerCase();
  return lines.filter(
    (line) => (!onlyErrors || line.stream === 'STDERR') && line.text.toLowerCase().includes(wanted),
  );
}

function addLine(state: LogState, line: LogLine): LogState {
  if (state.lastSeq !== null && line.seq <= state.lastSeq) return state;
  const lost = state.lastSeq === null ? 0 : line.seq - state.lastSeq - 1;
  const next = { ...state, lastSeq: line.seq, dropped: state.dropped + lost };
  if (state.waiting === null) return { ...next, lines: bounded([...state.lines, line]) };
  const waiting = [...state.waiting, line];
  const overflow = Math.max(0, waiting.length - KEPT_LINES);
  return { ...next, waiting: waiting.slice(overflow), dropped: next.dropped + overflow };
}

function bounded(lines: readonly LogLine[]): readonly LogLine[] {
  return lines.length > KEPT_LINES ? lines.slice(-KEPT_LINES) : lines;
}
