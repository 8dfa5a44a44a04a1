import { useDeferredValue, useState } from 'react';
import { problemWords } from '../../server/problem-words.ts';
import { useFollowEnd } from '../../shell/follow-end.ts';
import { timeOfDay } from '../../time/time-of-day.ts';
import { filterLines } from './log-lines.ts';
import { useLog } from './use-log.ts';

/** Follows the log, can be held still, searched, and says what did not come. */
export function Logs(props: { readonly name: string }) {
  const { log, dispatch, error } = useLog(props.name);
  const [text, setText] = useState('');
  const [onlyErrors, setOnlyErrors] = useState(false);
  const shown = useDeferredValue(filterLines(log.lines, text, onlyErrors));
  const { ref, onScroll } = useFollowEnd(null);
  const paused = log.waiting !== null;
  return (
    <section aria-labelledby="logs">
      <div className="line spread">
        <h2 id="logs">Logs</h2>
        <span className="line">
          <input
            type="search"
            aria-label="Filter the log"
            placeholder="Filter"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <label>
            <input
              type="checkbox"
              checked={onlyErrors}
              onChange={(event) => setOnlyErrors(event.target.checked)}
            />{' '}
            stderr only
          </label>
          <button
            type="button"
            aria-pressed={paused}
            onClick={() => dispatch({ type: paused ? 'resume' : 'pause' })}
          >
            {paused ? `Resume (${log.waiting?.length ?? 0} new)` : 'Pause'}
          </button>
        </span>
      </div>
      {log.dropped > 0 && (
        <p className="warning" role="status">
          {log.dropped} line{log.dropped === 1 ? '' : 's'} dropped: more was written than could be sent.
        </p>
      )}
      {error !== undefined && <p className="broken">{problemWords('The log is not told', error)}</p>}
      <div
        className="panel log"
        ref={ref}
        onScroll={onScroll}
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label="Log"
      >
        {shown.map((line) => (
          <p key={line.seq} data-stream={line.stream}>
            <time>{timeOfDay(line.at)}</time> {line.text}
          </p>
        ))}
        {shown.length === 0 && error === undefined && (
          <p className="dim">
            {log.lines.length === 0
              ? 'Nothing was written yet; what comes is shown here.'
              : 'No line matches the filter.'}
          </p>
        )}
      </div>
    </section>
  );
}
