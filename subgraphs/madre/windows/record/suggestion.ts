import type { ServiceReason } from '../../../../schema/generated/madre.ts';

/** What a person can do about it; null where madre itself keeps trying and nothing is asked of anybody. */
export function suggestionFor(code: ServiceReason, service: string): string | null {
  switch (code) {
    case 'NOT_INSTALLED':
      return `make the container of ${service} with docker compose, or give it a program that is on this machine in the catalog (VX11_CATALOG), then open the window again`;
    case 'IMAGE_MISSING':
      return `pull or build the image of ${service}, create its container with docker compose, then open the window again`;
    case 'PORT_IN_USE':
      return `find what listens on the port of ${service}, or give it another port in the catalog`;
    case 'START_TIMEOUT':
      return `look at the last lines of ${service}; if it is only slow, raise its startTimeoutSec in the catalog`;
    case 'OUT_OF_MEMORY':
      return `close other windows or give ${service} more memory`;
    case 'EXITED':
      return `look at the last lines of ${service}: it ended by itself`;
    case 'RUNTIME_UNAVAILABLE':
      return 'see that the runtime (Docker, or the machine) answers; madre goes on as soon as it does';
    case 'DEPENDENCY_FAILED':
      return `look at what ${service} depends on`;
    case 'PROBE_FAILED':
      return `look at the last lines of ${service}: it runs, but does not answer its probe`;
    case 'STOPPED_BY_HAND':
      return bringBack(service);
    case 'STOP_FAILED':
      return `see why the runtime cannot stop ${service}, or stop it by hand; madre keeps trying`;
    case 'OFF_BY_POLICY':
    case 'FEATURE_DISABLED':
      return null;
  }
}

/** The same for an end of which nobody saw whether somebody asked for it. */
export function suggestionForUnseen(service: string): string {
  return `look at the last lines of ${service}; ${bringBack(service)}`;
}

function bringBack(service: string): string {
  return `unless madre starts it again by itself (drift in the catalog), use restartService, or open a window on ${service}`;
}
