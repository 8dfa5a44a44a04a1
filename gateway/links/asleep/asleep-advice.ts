/** What somebody who met a component that is not READY should know, and whether a window would change it. */
export interface AsleepAdvice {
  readonly message: string;
  readonly windowHelps: boolean;
}

/** `reason` is the state that madre reports, or why it is not known; undefined for a component that madre does not know. */
export function adviseAsleep(service: string, reason: string | undefined): AsleepAdvice {
  switch (reason) {
    case 'STOPPED':
      return { message: `${service} is asleep: open a window for it to get an answer`, windowHelps: true };
    case 'STARTING':
      return { message: `${service} is starting: ask again in a moment`, windowHelps: false };
    case 'STOPPING':
      return {
        message: `${service} is stopping: open a window for it, and it starts again`,
        windowHelps: true,
      };
    case 'MISSING':
      return {
        message: `${service} is not installed here: no window can start it; ${look(service)}`,
        windowHelps: false,
      };
    case 'UNHEALTHY':
    case 'PAUSED':
    case 'CRASHED':
    case 'CRASH_LOOP':
    case 'OUT_OF_MEMORY':
    case 'START_FAILED':
    case 'UNKNOWN':
      return { message: `${service} is ${reason}: ${look(service)}`, windowHelps: false };
    case undefined:
      return { message: `${service} is not in the catalog of services`, windowHelps: false };
    default:
      return { message: `${service} cannot be asked: ${reason}`, windowHelps: false };
  }
}

function look(service: string): string {
  return `see service(name: "${service}") { reason exitCode lastStop { rule } holders { by } }`;
}
