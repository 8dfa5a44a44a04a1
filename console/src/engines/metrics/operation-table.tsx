import type { MetricsRowFragment } from '../../generated/graphql.ts';
import { duration } from '../../time/durations.ts';

const SHOWN = 20;

export function OperationTable(props: { readonly operations: MetricsRowFragment['byOperation'] }) {
  const busiest = [...props.operations].sort((a, b) => b.requests - a.requests).slice(0, SHOWN);
  if (busiest.length === 0) return null;
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label="Requests by operation">
      <table>
        <thead>
          <tr>
            <th scope="col">Operation</th>
            <th scope="col">Requests</th>
            <th scope="col">Errors</th>
            <th scope="col">p50</th>
            <th scope="col">p95</th>
          </tr>
        </thead>
        <tbody>
          {busiest.map(({ operation, requests, errors, latency }) => (
            <tr key={operation}>
              <th scope="row">{operation}</th>
              <td>{requests}</td>
              <td>{errors}</td>
              <td>{timeWords(latency.p50Ms)}</td>
              <td>{timeWords(latency.p95Ms)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function timeWords(ms: number | null | undefined): string {
  return typeof ms === 'number' ? duration(ms) : 'not measured';
}
