import type { ServiceRowFragment } from '../../generated/graphql.ts';
import { useLive } from '../../live/live.tsx';
import { timeOfDay } from '../../time/time-of-day.ts';
import { serviceTone, serviceWords } from './service-words.ts';

/** A state in words and colour. What is only remembered says so and has no colour. */
export function ServiceState(props: { readonly service: ServiceRowFragment }) {
  const { service } = props;
  const { stale } = useLive();
  return (
    <span
      className={`state ${stale ? 'asleep' : serviceTone(service)}`}
      title={`observed ${timeOfDay(service.observedAt)} by madre`}
    >
      {stale && 'last known: '}
      {serviceWords(service)}
    </span>
  );
}
