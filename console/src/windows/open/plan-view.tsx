import { problemWords, sentence } from '../../server/problem-words.ts';
import { etaWords, memoryUse, startOrder } from './plan-words.ts';
import type { Planned } from './use-plan.ts';

/** Order, what already runs, about how long, memory, and what would be ended. */
export function PlanView(props: { readonly planned: Planned; readonly picked: boolean }) {
  const { plan, error } = props.planned;
  if (!props.picked) return <p className="dim plan">Pick a component to see what opening would do.</p>;
  if (error !== undefined) return <p className="broken plan">{problemWords('There is no plan', error)}</p>;
  if (plan === null) return <p className="dim plan">planning</p>;
  const memory = memoryUse(plan);
  return (
    <div className="plan" aria-busy={props.planned.planning}>
      {!plan.allowed && (
        <p className="broken">{sentence(plan.message ?? plan.code.toLowerCase().replaceAll('_', ' '))}</p>
      )}
      <dl>
        <dt>Order</dt>
        <dd>
          {startOrder(plan)
            .map((level) => level.join(' + '))
            .join(' → ') || 'nothing to start'}
        </dd>
        {plan.alreadyRunning.length > 0 && (
          <>
            <dt>Runs already</dt>
            <dd>{plan.alreadyRunning.map(({ name }) => name).join(', ')}</dd>
          </>
        )}
        <dt>Ready</dt>
        <dd>{etaWords(plan) ?? 'not known: no start was measured yet'}</dd>
        {memory !== null && (
          <>
            <dt>Memory</dt>
            <dd>
              <meter min={0} max={1} value={Math.min(1, memory.part)} aria-label="Memory reserved" />{' '}
              {memory.words}
            </dd>
          </>
        )}
        {plan.evicts.length > 0 && (
          <>
            <dt>Ends</dt>
            <dd className="warning">
              {plan.evicts
                .map((window) => `${window.reason} (${window.services.map(({ name }) => name).join(', ')})`)
                .join('; ')}
            </dd>
          </>
        )}
      </dl>
    </div>
  );
}
