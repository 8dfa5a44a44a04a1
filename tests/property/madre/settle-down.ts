import { calmDown } from './calm-down.ts';
import { catalog, serviceNames } from './catalog.ts';
import type { Run } from './run.ts';

/** A hanging stop's own deadline, the longest back-off, a resync, and stops and starts of a chain. */
const REST_SEC = 55;
/** A refused start, and the roll-back. */
const FAILED_OPEN_SEC = 15;
/** Stops of a chain, and what a resync must find. */
const ENDING_SEC = 30;
const QUIET_SEC = 12;
const LONGEST_UNREST_SEC = 90;

/** The world is friendly again: everything must become as it is wanted, fail as it should, and end. */
export async function settleDown(run: Run): Promise<void> {
  for (const phase of [rest, openInVain, endEverything]) if (run.violations.length === 0) await phase(run);
}

async function rest(run: Run): Promise<void> {
  await calmAll(run);
  await passUntilQuiet(run, REST_SEC);
  run.tell('calm');
}

async function endEverything(run: Run): Promise<void> {
  await run.send({ type: 'applyPolicy', policy: 'HARD_OFF' });
  await pass(run, ENDING_SEC);
  const audit = await run.ask<{ readonly verifyAuditLog: { readonly ok: boolean } }>(
    '{ verifyAuditLog { ok } }',
  );
  if (audit?.verifyAuditLog.ok !== true) run.report('W16: the chain of the audit log is broken');
  run.tell('ended');
}

async function calmAll(run: Run): Promise<void> {
  const { world } = run.truth;
  run.arm(null);
  world.loseEvents(false);
  world.repeatEvents(0);
  for (const name of serviceNames) calmDown(run.truth, name);
  await pass(run, 1);
  while (run.truth.upSince === null) await run.step();
  for (const name of serviceNames) {
    const held = run.truth.holdersOf(name).length > 0;
    // Whose drift is let be keeps what hands did to it.
    const { stoppedByHand, startedByHand } = catalog.get(name)?.drift ?? {};
    if (startedByHand === 'ignore' && !held) world.end(name, { byHand: true });
    if (stoppedByHand === 'degrade' && held) await run.send({ type: 'restartService', name });
  }
}

/** A window whose start is refused for good: it fails, and nothing of it is left. */
async function openInVain(run: Run): Promise<void> {
  const name = serviceNames.find((each) => run.truth.holdersOf(each).length === 0);
  if (name === undefined) return;
  run.truth.world.behave(name, { start: 'PORT_IN_USE' });
  const answer = await run.send({
    ...{ type: 'open', services: [name], ttlSec: 300, mode: 'TTL', priority: 5 },
    ...{ onBusy: 'REJECT', key: null, planned: false },
  });
  await passUntilQuiet(run, FAILED_OPEN_SEC);
  const window = run.truth.windows.get(answer?.window?.id ?? '');
  if (window !== undefined && window.state !== 'FAILED')
    run.report(`W4: window ${window.id} is ${window.state} although ${name} cannot start`);
  run.tell('calm');
}

/** Until nothing has changed for longer than a resync: who judges between a deadline and its stop judges too early. */
async function passUntilQuiet(run: Run, seconds: number): Promise<void> {
  await pass(run, seconds);
  let quietSec = 0;
  for (let second = 0; second < LONGEST_UNREST_SEC && quietSec < QUIET_SEC; second += 1) {
    const events = run.truth.history.length;
    await pass(run, 1);
    quietSec = run.truth.history.length === events ? quietSec + 1 : 0;
  }
}

async function pass(run: Run, seconds: number): Promise<void> {
  for (let second = 0; second < seconds && run.violations.length === 0; second += 1) await run.step();
}
