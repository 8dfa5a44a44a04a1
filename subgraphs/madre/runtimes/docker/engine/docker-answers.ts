import type { ContainerInspection } from './docker-engine.ts';
import type { Address, RuntimeObservation } from '../../runtime.ts';

/** What the engine's inspect means for us, and by whom its last run was ended. */
export function toObservation(
  inspection: ContainerInspection,
  port: number,
  ended: { readonly requested: boolean; readonly byHand: boolean | null },
): RuntimeObservation {
  const { State: state, RestartCount: restartCount, Config: config } = inspection;
  if (state.Paused) return { status: 'PAUSED' };
  if (isUp(inspection)) {
    const startedAtMs = Date.parse(state.StartedAt);
    const address = toAddress(inspection, port);
    return { status: 'RUNNING', startedAtMs, image: config.Image, restartCount, address };
  }
  if (!hasRun(state)) return { status: 'STOPPED', exit: null };
  const exit = {
    exitCode: state.ExitCode,
    outOfMemory: state.OOMKilled,
    ...ended,
    atMs: Date.parse(state.FinishedAt),
  };
  return { status: 'STOPPED', exit };
}

/** Whether it has run, and does not any more. */
export function hasEnded({ State: state }: ContainerInspection): boolean {
  return hasRun(state) && !state.Running && !state.Restarting && !state.Paused;
}

/** One run of one container: a restarted one has another start time. */
export function runOf({ Id: id, State: state }: ContainerInspection): string {
  return `${id} ${state.StartedAt}`;
}

/** While the engine waits to restart a container that crashes again and again, it still says Running. */
export function isUp({ State: state }: ContainerInspection): boolean {
  return state.Running && !state.Restarting;
}

/** Where the port is reached from the machine that runs the engine, or from another container of its network. */
function toAddress(inspection: ContainerInspection, port: number): Address | null {
  if (inspection.HostConfig.NetworkMode === 'host') return { host: '127.0.0.1', port };
  const published = inspection.NetworkSettings.Ports[`${port}/tcp`]?.[0];
  if (published !== undefined) return { host: '127.0.0.1', port: Number(published.HostPort) };
  const networks = Object.values(inspection.NetworkSettings.Networks);
  const host = networks.map(({ IPAddress }) => IPAddress).find((address) => address !== '');
  return host === undefined ? null : { host, port };
}

/** Why a start cannot help by itself, read from the engine's words; undefined for any other failure. */
export function refusalIn(message: string): 'IMAGE_MISSING' | 'PORT_IN_USE' | undefined {
  if (/port is already allocated|address already in use/i.test(message)) return 'PORT_IN_USE';
  if (/no such image/i.test(message)) return 'IMAGE_MISSING';
  return undefined;
}

/** The engine writes year 1 for "never". */
function hasRun({ StartedAt: startedAt }: ContainerInspection['State']): boolean {
  return Date.parse(startedAt) > 0;
}
