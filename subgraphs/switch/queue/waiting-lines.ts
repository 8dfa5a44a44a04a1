import { randomUUID } from 'node:crypto';

export interface WaitingItem {
  readonly id: string;
  /** What waits: a chat, or the type of a task. */
  readonly taskType: string;
  readonly engine: string;
  readonly enqueuedAt: number;
}

/** A place in the line of one engine. */
export interface Ticket {
  readonly engine: string;
  /** From 1; it changes as those before it leave. */
  position(): number;
  /** Resolves at the next moment when it may be this one's turn, or its place is another. Rejects with the signal's reason. */
  changed(signal: AbortSignal): Promise<void>;
  /** Idempotent. */
  leave(): void;
}

/** Who waits for which engine, first come, first served. The caller sees to the bound. */
export interface WaitingLines {
  join(engine: string, taskType: string, now: number): Ticket;
  length(engine: string): number;
  isFirst(ticket: Ticket): boolean;
  /** Something about the engine is different: everybody who waits for it looks again. */
  wake(engine: string): void;
  /** Of all engines, each line in its order. */
  list(): readonly (WaitingItem & { readonly position: number })[];
}

export function createWaitingLines(onChange: (engine: string) => void): WaitingLines {
  const lines = new Map<string, (Ticket & { readonly item: WaitingItem; readonly wake: () => void })[]>();
  const lineOf = (engine: string) => lines.get(engine) ?? [];

  function wake(engine: string): void {
    for (const ticket of lineOf(engine)) ticket.wake();
  }

  return {
    join(engine, taskType, now) {
      const item = { id: randomUUID(), taskType, engine, enqueuedAt: now };
      const waiters = new Set<() => void>();
      const ticket = {
        engine,
        item,
        wake() {
          for (const resolve of waiters) resolve();
        },
        position: () => lineOf(engine).indexOf(ticket) + 1,
        changed: (signal: AbortSignal) => nextWake(waiters, signal),
        leave() {
          const left = lineOf(engine).filter((other) => other !== ticket);
          if (left.length === lineOf(engine).length) return;
          if (left.length === 0) lines.delete(engine);
          else lines.set(engine, left);
          wake(engine);
          onChange(engine);
        },
      };
      lines.set(engine, [...lineOf(engine), ticket]);
      onChange(engine);
      return ticket;
    },
    length: (engine) => lineOf(engine).length,
    isFirst: (ticket) => lineOf(ticket.engine)[0] === ticket,
    wake,
    list: () =>
      [...lines.values()].flatMap((line) =>
        line.map(({ item }, index) => ({ ...item, position: index + 1 })),
      ),
  };
}

function nextWake(waiters: Set<() => void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (outcome: () => void): void => {
      waiters.delete(onWake);
      signal.removeEventListener('abort', onAbort);
      outcome();
    };
    const onWake = (): void => settle(resolve);
    const onAbort = (): void => settle(() => reject(signal.reason as Error));
    if (signal.aborted) return onAbort();
    waiters.add(onWake);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
