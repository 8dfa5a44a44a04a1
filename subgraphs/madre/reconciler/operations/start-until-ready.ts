import { sleep } from '../../../../platform/clock.ts';
import { withDeadline } from '../../../../platform/deadline.ts';
import type { RuntimeExit } from '../../runtimes/runtime.ts';
import { describeExit } from './describe-exit.ts';
import { probePauseMs } from '../../probe-pause.ts';
import { addressOf, observe, probe, type RuntimeAccess } from '../runtime-access.ts';
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
  },
): Promise<void> {
  const { service } = unit;
  const { limitMs, usualMs, signal } = limit;
  const begunAt = access.clock.monotonic();
  const limitAt = begunAt + limitMs;
  const options = { clock: access.clock, limitMs, what: `starting ${service.name}`, parent: signal };
  try {
    await withDeadline(options, async (attempt) => {
      // What runs is only waited for. It may be gone since the look, and a start would hide that it ended, and why.
      if (unit.observation?.status === 'RUNNING') unit.hinted = true;
      else {
        unit.hinted = false;
        await access.runtime.start(service, attempt);
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
  let lookAt = clock.monotonic() + LOOK_AGAIN_MS;
  // An engine takes longer to say it than most services to answer.
  let address = await addressOf(access, unit.service, signal);
  while (!(await probe(access, unit.service, signal, address))) {
    if (unit.hinted || clock.monotonic() >= lookAt) {
      unit.hinted = false;
      lookAt = clock.monotonic() + LOOK_AGAIN_MS;
      const seen = await observe(access, unit.service, signal);
      if (seen?.status === 'RUNNING') unit.restartCount = seen.restartCount;
      if (seen?.status === 'STOPPED') throw new EndedWhileStarting(unit.service.name, seen.exit);
      address = await addressOf(access, unit.service, signal);
    }
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
