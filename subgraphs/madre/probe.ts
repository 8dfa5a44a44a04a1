import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { sleep, systemClock, type Clock } from '../../platform/clock.ts';
import { withDeadline } from '../../platform/deadline.ts';
import type { CatalogService } from './catalog.ts';
import { probePauseMs } from './probe-pause.ts';
import type { Address, Runtime, RuntimeObservation } from './runtimes/runtime.ts';

type Probe = CatalogService['probe'];

/** Resolves at the first probe that succeeds, however often it takes; rejects with the signal's reason. Starts nothing. */
export async function waitUntilReady(
  runtime: Runtime,
  service: CatalogService,
  options: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<void> {
  const begunAt = options.clock.monotonic();
  while (!(await isReady(runtime, service, options.signal)))
    await sleep(options.clock, probePauseMs(options.clock.monotonic() - begunAt), options.signal);
}

/** One attempt at the service's own probe; false while it does not run. `known`: its address, where that was asked for before. */
export async function isReady(
  runtime: Runtime,
  service: CatalogService,
  signal: AbortSignal,
  known: Address | null = null,
): Promise<boolean> {
  if (runtime.isReady !== undefined) return runtime.isReady(service, signal);
  const address = known ?? addressIn(await runtime.observe(service, signal));
  return address !== null && (await probeOnce(address, service.probe, signal));
}

/** Null while it does not run. */
export function addressIn(observation: RuntimeObservation | null): Address | null {
  return observation?.status === 'RUNNING' ? observation.address : null;
}

/** One attempt within the probe's time limit. Follows no redirect and leaves no connection. Rejects only when the signal aborts. */
export async function probeOnce(
  address: Address,
  probe: Probe,
  signal: AbortSignal,
  clock: Clock = systemClock,
): Promise<boolean> {
  try {
    const limit = {
      clock,
      limitMs: probe.timeoutMs,
      what: `${address.host}:${address.port}`,
      parent: signal,
    };
    return await withDeadline(limit, async (attempt) => {
      const socket = await connected(address, attempt);
      if (probe.kind === 'http') return await answers(socket, address, probe, attempt);
      socket.destroy();
      return true;
    });
  } catch {
    signal.throwIfAborted();
    return false;
  }
}

/** By itself, as most probes of what boots end here, and a request would cost several times as much. */
function connected(address: Address, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ ...address, signal });
    socket.once('connect', () => resolve(socket));
    // Stays, as the signal may abort it at any time.
    socket.on('error', reject);
  });
}

function answers(
  socket: Socket,
  address: Address,
  probe: Extract<Probe, { kind: 'http' }>,
  signal: AbortSignal,
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const attempt = request({
      ...address,
      createConnection: () => socket,
      path: probe.path,
      signal,
      headers: { connection: 'close' },
    });
    attempt.once('response', (response) => {
      resolve(response.statusCode === probe.expectStatus);
      response.destroy();
    });
    attempt.once('error', reject);
    attempt.end();
  });
}
