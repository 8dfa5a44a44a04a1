import { isLive, type WindowRecord } from '../../../../../subgraphs/madre/windows/record/window-record.ts';
import type { Check } from '../../observed.ts';

export const withinTheBudget: Check = {
  sentence: 'W13 reserved memory of live windows is at most the budget',
  watch(observed, broken) {
    return {
      step() {
        const { memoryBudgetMb, windows } = observed;
        const reserved = new Map<string, number>();
        for (const { id, closure, memoryMb } of [...windows.values()].filter(isLive))
          for (const name of closure) {
            const ownMb = memoryMb[name];
            if (ownMb === undefined) broken(`window ${id} holds ${name} and reserves nothing for it`);
            reserved.set(name, Math.max(reserved.get(name) ?? 0, ownMb ?? 0));
          }
        const sumMb = [...reserved.values()].reduce((sum, each) => sum + each, 0);
        if (memoryBudgetMb !== null && sumMb > memoryBudgetMb)
          broken(`${[...reserved.keys()].join()} reserve ${sumMb} MB of ${memoryBudgetMb}`);
      },
    };
  },
};

/** In the order in which the queue must be served: by priority, then by age. */
export const queueInOrder: Check = {
  sentence: 'W13 who waits for memory is served by priority and then by age, and nobody overtakes',
  watch(observed, broken) {
    return {
      committed(event) {
        if (event.kind !== 'window' || event.type !== 'OPENING') return;
        const { window } = event;
        if (observed.windows.get(window.id)?.state !== 'QUEUED') return;
        const queued = [...observed.windows.values()].filter(({ state }) => state === 'QUEUED');
        const head = queued.find((other) => other.id !== window.id && goesBefore(other, window, queued));
        if (head !== undefined) broken(`window ${window.id} left the queue before ${head.id}`);
      },
    };
  },
};

function goesBefore(one: WindowRecord, other: WindowRecord, queued: readonly WindowRecord[]): boolean {
  if (one.priority !== other.priority) return one.priority > other.priority;
  return queued.findIndex(({ id }) => id === one.id) < queued.findIndex(({ id }) => id === other.id);
}

export const evictsOnlyLower: Check = {
  sentence: 'W13 only windows of lower priority are evicted, and never those of a policy',
  watch(observed, broken) {
    const opened = new Map<string, WindowRecord>();
    const evicted: WindowRecord[] = [];
    return {
      committed(event) {
        if (event.kind !== 'window') return;
        const { window } = event;
        if (!observed.windows.has(window.id)) opened.set(window.correlationId, window);
        if (window.state === 'CLOSING' && window.closeReason === 'PREEMPTED') evicted.push(window);
      },
      ended() {
        for (const { id, priority, origin, ended } of evicted) {
          const by = opened.get(ended?.correlationId ?? '');
          if (origin === 'policy') broken(`window ${id} of a policy was evicted`);
          if (by !== undefined && by.priority <= priority)
            broken(`window ${id} of priority ${priority} was evicted for one of ${by.priority}`);
        }
      },
    };
  },
};
