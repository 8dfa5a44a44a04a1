import { useQuery } from 'urql';
import { EnginesDocument, WatchEnginesDocument } from '../generated/graphql.ts';
import { useLive } from '../live/live.tsx';
import { hasCode, problemWords } from '../server/problem-words.ts';
import { useEvents } from '../server/use-events.ts';
import { openAddress } from '../shell/route.ts';
import { EngineCard } from './engine-card.tsx';
import { MetricsPanel } from './metrics/metrics-panel.tsx';

/** Who could answer, how well they do, and what the door was asked. */
export default function EnginesPage() {
  const { services } = useLive();
  const router = services.get('switch');
  const awake = router?.state === 'READY';
  // Read anew when switch wakes: what it said before is over.
  const [{ data, error, fetching }] = useQuery({
    query: EnginesDocument,
    requestPolicy: 'network-only',
    pause: !awake,
  });
  useEvents(WatchEnginesDocument, {}, () => undefined, !awake);
  const engines = awake ? (data?.engines ?? []) : [];
  const problem = error !== undefined && !hasCode(error, 'SERVICE_ASLEEP') ? error : undefined;
  return (
    <>
      <section aria-labelledby="engines">
        <h2 id="engines">Engines</h2>
        {router !== undefined && !awake && (
          <p className="rest">
            switch, which knows the engines, sleeps.{' '}
            <a href={openAddress(['switch'], 600)}>Open a window for switch, 10 min</a>
          </p>
        )}
        {problem !== undefined && (
          <p className="broken">{problemWords('The engines could not be read', problem)}</p>
        )}
        {awake && !fetching && engines.length === 0 && problem === undefined && (
          <p className="rest">
            No engine is configured. Set DEEPSEEK_API_KEY, or list engines in the file that VX11_ENGINES
            names.
          </p>
        )}
        <ul className="cards">
          {engines.map((engine) => (
            <EngineCard key={engine.id} engine={engine} />
          ))}
        </ul>
      </section>
      <MetricsPanel />
    </>
  );
}
