import { lazy, Suspense, useEffect, useReducer } from 'react';
import { useQuery } from 'urql';
import {
  MetricsNowDocument,
  WatchMetricsDocument,
  type MetricsRowFragment,
} from '../../generated/graphql.ts';
import { hasCode, problemWords } from '../../server/problem-words.ts';
import { useEvents } from '../../server/use-events.ts';
import { duration } from '../../time/durations.ts';
import { timeOfDay } from '../../time/time-of-day.ts';
import { addPoint, ratePerMinute, type Point } from './metrics-state.ts';
import { OperationTable } from './operation-table.tsx';

const Plot = lazy(() => import('./plot.tsx'));

interface Reading {
  readonly points: readonly Point[];
  readonly newest: MetricsRowFragment | null;
}
const nothing: Reading = { points: [], newest: null };

/** Requests and their times since this page is open; the table covers the whole hour. */
export function MetricsPanel() {
  const [{ points, newest }, read] = useReducer(addReading, nothing);
  const [{ data, error, fetching }] = useQuery({
    query: MetricsNowDocument,
    variables: { period: 'HOUR_1' },
    requestPolicy: 'network-only',
  });
  useEffect(() => {
    if (data) read(data.metrics);
  }, [data]);
  useEvents(
    WatchMetricsDocument,
    {},
    ({ metricsChanged }) => read(metricsChanged),
    error !== undefined || fetching,
  );
  const times = points.map(({ atMs }) => atMs);
  return (
    <section aria-labelledby="metrics">
      <h2 id="metrics">Requests</h2>
      {error !== undefined && (
        <p className="rest">
          {hasCode(error, 'NOT_IMPLEMENTED')
            ? 'This version of the server does not count requests for the console. Prometheus reads its counters at /metrics.'
            : problemWords('The counters could not be read', error)}
        </p>
      )}
      {newest !== null && (
        <>
          <p>
            {newest.requests} requests since {timeOfDay(newest.since)}, {newest.errors} with errors
            {typeof newest.latency.p50Ms === 'number' &&
              `, half of them within ${duration(newest.latency.p50Ms)}`}
          </p>
          {points.length < 2 && <p className="dim">The plots begin with the second reading.</p>}
          <Suspense fallback={<p className="dim">loading</p>}>
            <div className="columns">
              <Plot
                label="Requests per minute"
                times={times}
                lines={[{ label: 'requests per minute', color: 'accent', values: ratePerMinute(points) }]}
              />
              <Plot
                label="Time to answer in ms"
                times={times}
                lines={[
                  { label: 'p50 ms', color: 'ready', values: points.map(({ p50Ms }) => p50Ms) },
                  { label: 'p95 ms', color: 'warning', values: points.map(({ p95Ms }) => p95Ms) },
                ]}
              />
            </div>
          </Suspense>
          <OperationTable operations={newest.byOperation} />
        </>
      )}
    </section>
  );
}

function addReading({ points }: Reading, metrics: MetricsRowFragment): Reading {
  return { points: addPoint(points, metrics, Date.now()), newest: metrics };
}
