import { assertNever } from '../../../platform/assert-never.ts';
import { calmDown } from './calm-down.ts';
import type { Breakage } from './madre-under-test.ts';
import { reachedIn } from './reached.ts';
import { createRun, type Run } from './run.ts';
import type { Blow, Command, Scenario } from './scenario.ts';
import { settleDown } from './settle-down.ts';

const SHORTEST_TROUBLE_MS = 205_000;
/** With what follows until all is at rest. */
export const SHORTEST_RUN_MS = 300_000;

export interface Outcome {
  readonly violations: readonly string[];
  /** On the clock of the simulation; less than the shortest run only where a violation ended it. */
  readonly simulatedMs: number;
  /** What came about in it: states, reasons, codes. */
  readonly reached: ReadonlySet<string>;
}

/** Plays it against the production madre, before the eyes of every check. */
export async function runScenario(scenario: Scenario, breakage: Breakage = {}): Promise<Outcome> {
  const run = await createRun(scenario, breakage);
  try {
    for (const { command, thenSec } of scenario.steps) {
      await carryOut(run, command);
      for (let second = 0; second < thenSec && run.violations.length === 0; second += 1) await run.step();
    }
    while (run.truth.clock.monotonic() < SHORTEST_TROUBLE_MS && run.violations.length === 0) await run.step();
    if (run.violations.length === 0) await settleDown(run);
    const simulatedMs = run.truth.clock.monotonic();
    if (run.violations.length === 0 && simulatedMs < SHORTEST_RUN_MS)
      throw new Error(
        `a run must be of ${SHORTEST_RUN_MS} simulated ms at least, this one took ${simulatedMs}`,
      );
    return { violations: [...run.violations], simulatedMs, reached: reachedIn(run.truth) };
  } finally {
    await run.close();
  }
}

async function carryOut(run: Run, command: Command): Promise<void> {
  switch (command.type) {
    case 'open':
    case 'close':
    case 'extend':
    case 'startService':
    case 'stopService':
    case 'restartService':
    case 'applyPolicy':
      await run.send(command);
      return;
    case 'twice':
      await Promise.all([run.send(command.request), run.send(command.request)]);
      return;
    case 'crash':
      return run.kill(command.downSec);
    case 'crashDuring': {
      const answer = run.send(command.request);
      for (let turn = 0; turn < command.turns; turn += 1) await Promise.resolve();
      run.kill(command.downSec);
      await answer;
      return;
    }
    case 'crashAtCall':
      return run.arm(command);
    case 'reconnect':
      return run.reconnect();
    case 'behave':
    case 'calm':
    case 'describe':
    case 'end':
    case 'endInOrder':
    case 'hintAll':
    case 'startByHand':
    case 'stopByHand':
    case 'pause':
    case 'hint':
    case 'measure':
    case 'repeatEvents':
    case 'loseEvents':
    case 'setWallClock':
      return strike(run, command);
    default:
      return assertNever(command);
  }
}

function strike(run: Run, blow: Blow): void {
  const { truth } = run;
  const { world, clock } = truth;
  switch (blow.type) {
    case 'behave':
      return run.behave(blow.name, blow.behaviour);
    case 'describe':
      return run.describe(blow.describe);
    case 'calm':
      return calmDown(run, blow.name);
    case 'end':
      return world.end(blow.name);
    case 'endInOrder':
      return world.end(blow.name, { exitCode: 0 });
    case 'hintAll':
      return world.hint();
    case 'startByHand':
      if (!world.running().includes(blow.name)) truth.startedBy(blow.name, 'hand');
      return world.startByHand(blow.name);
    case 'stopByHand':
      void world.stopByHand(blow.name); // Its time is simulated, and nobody waits for it.
      return;
    case 'pause':
      return world.pause(blow.name);
    case 'hint':
      return world.hint(blow.name);
    case 'measure':
      return world.measure(blow.name, { peakMemoryBytes: blow.peakMb * 1_048_576 });
    case 'repeatEvents':
      return world.repeatEvents(blow.times);
    case 'loseEvents':
      return world.loseEvents(blow.lost);
    case 'setWallClock':
      truth.shiftWallClock(blow.byMs);
      return clock.setWallClock(clock.now() + blow.byMs);
    default:
      return assertNever(blow);
  }
}
