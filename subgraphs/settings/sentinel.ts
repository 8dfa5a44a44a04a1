import type { EnvironmentReader } from '../../platform/configuration/environment.ts';
import type { MadreOptions } from '../options.ts';
import { variables } from '../variables.ts';

export type SentinelSettings = NonNullable<MadreOptions['sentinel']>;

const GRACE_SEC = 15;

/** The same for madre inside the gateway and for madre alone. */
export function readSentinel(reader: EnvironmentReader): SentinelSettings {
  return {
    run: reader.read('VX11_SENTINEL', variables.VX11_SENTINEL) ?? 'child',
    graceSec: reader.read('VX11_SENTINEL_GRACE_SEC', variables.VX11_SENTINEL_GRACE_SEC) ?? GRACE_SEC,
  };
}
