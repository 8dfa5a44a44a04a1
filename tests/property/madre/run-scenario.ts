import { assertNever } from '../../../platform/assert-never.ts';
import { calmDown } from './calm-down.ts';
import type { Breakage } from './madre-under-test.ts';
import { reachedIn } from './reached.ts';
import { createRun, type Run } from './run.ts';
import type { Blow, Command, Scenario } from './scenario.ts';
import { settleDown } from './settle-down.ts';

/** With what follows until all is at rest, more than 300 simulated seconds. */
const SHORTEST_TROUBLE_MS = 150_000;

export interface Outcome {
  readonly violations: readonly string[];
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
    return { violations: [...run.violations], reached: reachedIn(run.truth) };
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
    case 'end':
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

function strike({ truth }: Run, blow: Blow): void {
  const { world, clock } = truth;
  switch (blow.type) {
    case 'behave':
      world.behave(blow.name, blow.behaviour);
      return truth.behaves(blow.name, blow.behaviour);
    case 'calm':
      return calmDown(truth, blow.name);
    case 'end':
      return world.end(blow.name);
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
