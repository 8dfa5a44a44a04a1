import type { WindowRowFragment } from '../generated/graphql.ts';
import { useLive } from '../live/live.tsx';
import { startSteps } from './start-progress.ts';

export function StartSteps(props: { readonly window: WindowRowFragment; readonly nowMs: number }) {
  const { services } = useLive();
  return (
    <ol className="steps note">
      {startSteps(props.window, services, props.nowMs).map((step) => (
        <li key={step.name}>
          {step.name} <span className={`state ${step.tone}`}>{step.words}</span>
        </li>
      ))}
    </ol>
  );
}
