import { sleep } from '../../../../platform/clock.ts';
import { withDeadline } from '../../../../platform/deadline.ts';
import type { Address, RuntimeExit } from '../../runtimes/runtime.ts';
import { describeExit } from './describe-exit.ts';
import { addressIn } from '../../probe.ts';
import { probePauseMs } from '../../probe-pause.ts';
import { observe, probe, type RuntimeAccess } from '../runtime-access.ts';
import type { ServiceUnit } from '../service-unit.ts';

/** Hints may be lost: while it boots, whether it still runs is looked at this often in any case. */
const LOOK_AGAIN_MS = 500;

/** Starts the service and waits until its probe succeeds; throws where it does not within the limit, or ends meanwhile. */
export async function startUntilReady(
  access: RuntimeAccess,
  unit: ServiceUnit,
  limit: {
    readonly limitMs: number;
    /** What it took in the past, from the order on. */
    readonly usualMs: number | null;
    readonly signal: AbortSignal;
    /** Called when the runtime has begun a run, ready or not. */
    readonly onLaunch: () => void;
  },
): Promise<void> {
  const { service } = unit;
  const { limitMs, usualMs, signal, onLaunch } = limit;
  const begunAt = access.clock.monotonic();
  const limitAt = begunAt + limitMs;
  const options = { clock: access.clock, limitMs, what: `starting ${service.name}`, parent: signal };
  try {
    await withDeadline(options, async (attempt) => {
      // What runs is only waited for. It may be gone since the look, and a start would hide that it ended, and why.
      if (unit.observation?.status !== 'RUNNING') {
        await access.runtime.start(service, attempt);
        onLaunch();
      }
      await untilReady(access, unit, { begunAt, usualMs, signal: attempt });
    });
  } catch (error) {
    if (signal.aborted || access.clock.monotonic() < limitAt) throw error;
    throw new StartTimedOut(`${service.name} was not ready within ${Math.round(limitMs)} ms`, {
      cause: error,
    });
  }
}

async function untilReady(
  access: RuntimeAccess,
  unit: ServiceUnit,
  {
    begunAt,
    usualMs,
    signal,
  }: { readonly begunAt: number; readonly usualMs: number | null; readonly signal: AbortSignal },
): Promise<void> {
  const { clock } = access;
  let lookAt = -Infinity;
  let address: Address | null = null;
  for (;;) {
    // An engine takes longer to say how it is, and where, than most services to answer.
    if (unit.hinted || clock.monotonic() >= lookAt) {
      unit.hinted = false;
      lookAt = clock.monotonic() + LOOK_AGAIN_MS;
      const seen = await observe(access, unit.service, signal);
      if (seen?.status === 'STOPPED') throw new EndedWhileStarting(unit.service.name, seen.exit);
      address = addressIn(seen);
    }
    if (await probe(access, unit.service, signal, address)) return;
    await sleep(clock, probePauseMs(clock.monotonic() - begunAt, usualMs), signal);
  }
}

export class StartTimedOut extends Error {
  override readonly name = 'StartTimedOut';
}

export class EndedWhileStarting extends Error {
  override readonly name = 'EndedWhileStarting';
  readonly exit: RuntimeExit | null;

  constructor(service: string, exit: RuntimeExit | null) {
    super(`${service} ended ${describeExit(exit)} before it was ready`);
    this.exit = exit;
  }
}
