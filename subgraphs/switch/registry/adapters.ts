import type { Engine } from '../engines/engine.ts';

/** The adapters that are called now, and those of an earlier configuration that still answer. */
export interface Adapters {
  get(id: string): Engine | undefined;
  /** The old one is closed as soon as no call of it is under way. */
  put(id: string, engine: Engine): void;
  remove(id: string): void;
  /** A call begins; what is returned ends it, once. */
  hold(engine: Engine): () => void;
  close(): Promise<void>;
}

export function createAdapters(onError: (error: unknown) => void): Adapters {
  const current = new Map<string, Engine>();
  const calls = new Map<Engine, number>();
  const retired = new Set<Engine>();

  function retire(engine: Engine): void {
    if ((calls.get(engine) ?? 0) > 0) retired.add(engine);
    else closeOne(engine);
  }

  function closeOne(engine: Engine): void {
    retired.delete(engine);
    // Nobody waits for the sockets of an engine that nobody asks any more.
    void engine.close().catch(onError);
  }

  function remove(id: string): void {
    const engine = current.get(id);
    current.delete(id);
    if (engine !== undefined) retire(engine);
  }

  return {
    get: (id) => current.get(id),
    put(id, engine) {
      remove(id);
      current.set(id, engine);
    },
    remove,
    hold(engine) {
      calls.set(engine, (calls.get(engine) ?? 0) + 1);
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        const left = (calls.get(engine) ?? 1) - 1;
        if (left > 0) return void calls.set(engine, left);
        calls.delete(engine);
        if (retired.has(engine)) closeOne(engine);
      };
    },
    async close() {
      await Promise.all([...current.values(), ...retired].map((engine) => engine.close()));
    },
  };
}
