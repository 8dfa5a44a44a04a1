import { obey } from '../../../subgraphs/madre/runtimes/memory/memory-behaviour.ts';
import type { Runtime } from '../../../subgraphs/madre/runtimes/runtime.ts';

export type Answering = 'works' | 'fails' | 'hangs';

/** How the questions about one service are answered, beside what its world does with orders. */
export interface Answers {
  readonly isReady: Answering;
  readonly logs: Answering;
  readonly stats: Answering;
  readonly peakMemory: Answering;
}

/** What the runtime does with questions. It outlives every madre that asks. */
export interface Hostility {
  /** Of the runtime itself, when it is asked how it is. */
  describe: Answering;
  answer(name: string, change: Partial<Answers>): void;
  of(name: string): Answers;
}

export const willing: Answers = {
  ...{ isReady: 'works', logs: 'works', stats: 'works', peakMemory: 'works' },
};

export function createHostility(): Hostility {
  const answers = new Map<string, Answers>();
  const of = (name: string): Answers => answers.get(name) ?? willing;
  return {
    describe: 'works',
    answer: (name, change) => void answers.set(name, { ...of(name), ...change }),
    of,
  };
}

/** A call that hangs never settles, whatever its signal says: who asks must give up by itself. */
export function hostileRuntime(runtime: Runtime, hostility: Hostility): Runtime {
  async function unless<Answer>(
    question: keyof Answers,
    name: string,
    give: () => Promise<Answer>,
  ): Promise<Answer> {
    await obey(hostility.of(name)[question], `the runtime was told to fail at ${question} of ${name}`);
    return give();
  }
  return {
    ...runtime,
    async describe(signal) {
      await obey(hostility.describe, 'the runtime was told to fail at describing itself');
      return runtime.describe(signal);
    },
    isReady: (service, signal) =>
      unless('isReady', service.name, async () => (await runtime.isReady?.(service, signal)) ?? false),
    logs: (service, options, signal) =>
      unless('logs', service.name, () => runtime.logs(service, options, signal)),
    stats: (service, signal) => unless('stats', service.name, () => runtime.stats(service, signal)),
    peakMemory: (service, signal) =>
      unless('peakMemory', service.name, () => runtime.peakMemory(service, signal)),
  };
}
