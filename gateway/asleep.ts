import type { GraphQLFormattedError } from 'graphql';

/** One component that slept: the parts of the answer it left null, and what to send to wake it. */
export interface AsleepReport {
  readonly service: string;
  readonly paths: readonly (readonly (string | number)[])[];
  /** Absent where no window would help. */
  readonly wake?: unknown;
}

/** A GraphQLError or the form it has on the wire. */
interface Complaint {
  readonly path?: GraphQLFormattedError['path'] | undefined;
  readonly extensions?: GraphQLFormattedError['extensions'] | undefined;
}

/** Each component of the SERVICE_ASLEEP errors once, in their order. */
export function collectAsleep(errors: readonly Complaint[]): AsleepReport[] {
  const reports = new Map<
    string,
    { readonly service: string; readonly paths: (readonly (string | number)[])[]; readonly wake: unknown }
  >();
  for (const { path, extensions } of errors) {
    if (extensions?.['code'] !== 'SERVICE_ASLEEP') continue;
    const service = String(extensions['service']);
    const report = reports.get(service) ?? { service, paths: [], wake: extensions['wake'] };
    if (path !== undefined) report.paths.push(path);
    reports.set(service, report);
  }
  return [...reports.values()];
}
