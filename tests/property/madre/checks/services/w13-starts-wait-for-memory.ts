import { catalog, serviceNames } from '../../catalog.ts';
import type { Check, Observed } from '../../observed.ts';

/** What madre has seen to run, or begun to start or stop. */
const OCCUPYING = ['STARTING', 'READY', 'UNHEALTHY', 'PAUSED', 'STOPPING'];

export const startsWaitForMemory: Check = {
  sentence:
    'W13 while something that nobody holds still runs, no start lifts what is reserved above the budget',
  watch(observed, broken) {
    const starting = new Set<string>();
    /** A peak that is measured while a start begins counts from the next one on. */
    let before = new Map<string, number>();

    function reservationMb(name: string): number {
      const held = observed.holdersOf(name).map(({ memoryMb }) => memoryMb[name] ?? 0);
      const now = learnedMb(observed, name);
      return held.length > 0 ? Math.max(...held) : Math.min(now, before.get(name) ?? now);
    }

    /** What somebody else started counts once madre has taken charge of it, which cannot be seen from outside. */
    function occupies(name: string): boolean {
      if (observed.wasStartedByHand(name) && observed.holdersOf(name).length === 0) return false;
      const runs = observed.world.running().includes(name) || starting.has(name);
      return runs && OCCUPYING.includes(observed.services.get(name)?.state ?? '');
    }

    return {
      called({ kind, service: { name } }) {
        const { memoryBudgetMb, world } = observed;
        if (kind !== 'start' || memoryBudgetMb === null || world.running().includes(name)) return;
        const others = serviceNames.filter((each) => each !== name && occupies(each));
        if (others.every((each) => observed.holdersOf(each).length > 0)) return;
        const sumMb = [name, ...others].reduce((sum, each) => sum + reservationMb(each), 0);
        if (sumMb > memoryBudgetMb)
          broken(`${name} is started beside ${others.join()}: ${sumMb} MB of ${memoryBudgetMb}`);
      },
      passedOn({ kind, service: { name }, signal }, ended) {
        if (kind !== 'start') return;
        starting.add(name);
        const end = (): void => void starting.delete(name);
        signal.addEventListener('abort', end, { once: true });
        ended.catch(() => undefined).finally(() => signal.aborted || end());
      },
      step: () => void (before = new Map(serviceNames.map((name) => [name, learnedMb(observed, name)]))),
      killed: () => starting.clear(),
    };
  },
};

/** What is reserved for a service that no window holds. */
function learnedMb({ peakBytesOf }: Observed, name: string): number {
  const peakBytes = peakBytesOf(name);
  return peakBytes === null ? (catalog.get(name)?.memoryMb ?? 0) : Math.ceil(peakBytes / 1_048_576);
}
