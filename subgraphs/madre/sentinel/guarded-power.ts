import type { Catalog } from '../catalog.ts';
import type { Runtime } from '../runtimes/runtime.ts';
import type { GuardedPower } from './watch/heartbeat-content.ts';

/** What of madre's settings a sentinel needs; null where nothing really runs. No program, port or variable is among it. */
export function guardedPower(
  kind: Runtime['kind'],
  settings: {
    readonly composeProject: string;
    readonly dockerHost: string | undefined;
    readonly dockerCertPath?: string | undefined;
  },
  catalog: Catalog,
): GuardedPower | null {
  if (kind === 'MEMORY') return null;
  return {
    runtime: kind,
    composeProject: settings.composeProject,
    dockerHost: settings.dockerHost ?? null,
    ...(settings.dockerCertPath === undefined ? {} : { dockerCertPath: settings.dockerCertPath }),
    services: [...catalog.values()].map(({ name, dependsOn, stopGraceSec, docker, drift }) => ({
      name,
      dependsOn: [...dependsOn],
      stopGraceSec,
      dockerService: docker?.service ?? null,
      startedByHand: drift.startedByHand,
    })),
  };
}
