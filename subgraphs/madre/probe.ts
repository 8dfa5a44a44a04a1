import { request } from 'node:http';
import { connect } from 'node:net';
import { sleep, systemClock, type Clock } from '../../platform/clock.ts';
import type { CatalogService } from './catalog.ts';
import { withDeadline } from './runtimes/deadline.ts';
import type { Runtime } from './runtimes/runtime.ts';

type Address = { readonly host: string; readonly port: number };
type Probe = CatalogService['probe'];

const FIRST_DELAY_MS = 10;
const LONGEST_DELAY_MS = 100;

/** Resolves at the first probe that succeeds, however often it takes; rejects with the signal's reason. Starts nothing. */
export async function waitUntilReady(
  runtime: Runtime,
  service: CatalogService,
  options: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<void> {
  let delayMs = FIRST_DELAY_MS;
  while (!(await isReady(runtime, service, options.signal))) {
    await sleep(options.clock, delayMs, options.signal);
    delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS);
  }
}

/** One attempt at the service's own probe; false while it does not run. */
export async function isReady(
  runtime: Runtime,
  service: CatalogService,
  signal: AbortSignal,
): Promise<boolean> {
  if (runtime.isReady !== undefined) return runtime.isReady(service, signal);
  const address = await runtime.address(service, signal);
  return address !== null && (await probeOnce(address, service.probe, signal));
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
      what: `probe of ${address.host}:${address.port}`,
      signal,
    };
    return await withDeadline(limit, (attempt) =>
      probe.kind === 'tcp' ? accepts(address, attempt) : answers(address, probe, attempt),
    );
  } catch {
    signal.throwIfAborted();
    return false;
  }
}

function accepts(address: Address, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect({ ...address, signal });
    socket.once('connect', () => {
      resolve(true);
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

function answers(
  address: Address,
  probe: Extract<Probe, { kind: 'http' }>,
  signal: AbortSignal,
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const attempt = request({
      ...address,
      path: probe.path,
      agent: false,
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
