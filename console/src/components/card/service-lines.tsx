import type { ServiceRowFragment } from '../../generated/graphql.ts';
import { addressOf } from '../../shell/route.ts';
import { ServiceState } from '../state/service-state.tsx';

/** A line each: the core, and what is not installed. */
export function ServiceLines(props: { readonly services: readonly ServiceRowFragment[] }) {
  if (props.services.length === 0) return null;
  return (
    <ul className="lines">
      {props.services.map((service) => (
        <li key={service.name} className="line" data-service={service.name} data-row>
          <a className="name" href={addressOf({ page: 'component', name: service.name })}>
            {service.name}
          </a>
          <span className="dim">{service.description}</span>
          <ServiceState service={service} />
        </li>
      ))}
    </ul>
  );
}
