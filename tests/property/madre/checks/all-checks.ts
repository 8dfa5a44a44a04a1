import type { Check } from '../observed.ts';
import { eventsInOrder } from './records/w14-events-in-order.ts';
import { everythingIsAudited } from './records/w16-everything-is-audited.ts';
import { queriesDoNothing } from './records/w10-queries-do-nothing.ts';
import { runsOnlyWhileHeld } from './services/w01-runs-only-while-held.ts';
import { heldIsNotStopped } from './services/w02-held-is-not-stopped.ts';
import { coreIsNotStopped } from './services/w03-core-is-not-stopped.ts';
import { exactlyWhatIsWanted } from './services/w04-exactly-what-is-wanted.ts';
import { nothingAfterTheLast } from './services/w06-nothing-after-the-last.ts';
import { oneOperationEach } from './services/w09-one-operation-each.ts';
import { onlyRegistered } from './services/w12-only-registered.ts';
import { startsWaitForMemory } from './services/w13-starts-wait-for-memory.ts';
import { openingEnds } from './windows/w05-opening-ends.ts';
import { survivesACrash } from './windows/w07-survives-a-crash.ts';
import { onlyAnExtendMovesIt } from './windows/w08-only-an-extend-moves-it.ts';
import { equalKeysOneWindow } from './windows/w11-equal-keys-one-window.ts';
import { evictsNoneWithoutNeed } from './windows/w13-evicts-none-without-need.ts';
import { evictsOnlyLower, queueInOrder, withinTheBudget } from './windows/w13-within-the-budget.ts';
import { openMeansReady } from './windows/w15-open-means-ready.ts';

/** What madre promises of power, W1 to W16: each sentence stands beside the check that proves it. */
export const allChecks: readonly Check[] = [
  ...[runsOnlyWhileHeld, heldIsNotStopped, coreIsNotStopped, exactlyWhatIsWanted, openingEnds],
  ...[nothingAfterTheLast, survivesACrash, onlyAnExtendMovesIt, oneOperationEach, queriesDoNothing],
  ...[equalKeysOneWindow, onlyRegistered, withinTheBudget, queueInOrder, evictsOnlyLower],
  ...[evictsNoneWithoutNeed, startsWaitForMemory],
  ...[eventsInOrder, openMeansReady, everythingIsAudited],
];
