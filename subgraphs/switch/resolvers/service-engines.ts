import type { EngineRecord } from '../registry/engine-record.ts';

/** The engines that a component brings: the ones it hosts; for switch those that live elsewhere, as it is their way in. */
export function enginesOn(service: string, engines: readonly EngineRecord[]): EngineRecord[] {
  return engines.filter(
    ({ config }) => config.service === service || (service === 'switch' && config.service === undefined),
  );
}
