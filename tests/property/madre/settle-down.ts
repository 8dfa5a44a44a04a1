import { calmDown } from './calm-down.ts';
import { catalog, serviceNames } from './catalog.ts';
import type { Run } from './run.ts';

/** A hanging stop's own deadline, the longest back-off, a resync, and stops and starts of a chain. */
const REST_SEC = 55;
/** A start that is refused, and the roll-back; or one that succeeds. */
const ONE_START_SEC = 15;
/** Stops of a chain, and what a resync must find. */
const ENDING_SEC = 30;
const QUIET_SEC = 12;
const LONGEST_UNREST_SEC = 90;

/** The world is friendly again: everything must become as it is wanted, fail as it should, and end. */
export async function settleDown(run: Run): Promise<void> {
  for (const phase of [rest, restartWhatIsKeptDown, openInVain, endEverything])
    if (run.violations.length === 0) await phase(run);
}

async function rest(run: Run): Promise<void> {
  await calmAll(run);
  await passUntilQuiet(run, REST_SEC);
  run.tell('calm');
}

/** What hands stopped and the catalog lets be stays down until somebody asks for it. */
async function restartWhatIsKeptDown(run: Run): Promise<void> {
  const keptDown = serviceNames.filter((name) => run.truth.isKeptDown(name));
  if (keptDown.length === 0) return;
  for (const name of keptDown) await run.send({ type: 'restartService', name });
  await passUntilQuiet(run, ONE_START_SEC);
  const still = keptDown.filter((name) => run.truth.isKeptDown(name));
  if (still.length > 0) run.report(`W4: ${still.join()} is kept down although its restart was asked for`);
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
  run.describe('works');
  world.loseEvents(false);
  world.repeatEvents(0);
  for (const name of serviceNames) calmDown(run, name);
  await pass(run, 1);
  while (run.truth.upSince === null) await run.step();
  for (const name of serviceNames) {
    const held = run.truth.holdersOf(name).length > 0;
    // What hands started and the catalog lets be would run on.
    if (catalog.get(name)?.drift.startedByHand === 'ignore' && !held) world.end(name, { byHand: true });
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
  await passUntilQuiet(run, ONE_START_SEC);
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
