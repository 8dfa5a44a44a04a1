import { readFile } from 'node:fs/promises';
import type { Clock } from '../../../../../platform/clock.ts';
import type { RuntimeStats } from '../../runtime.ts';
import { isDead, type ProcEntry } from '../proc-table.ts';
import { familyOf } from './run-processes.ts';

/** Linux counts in these for every program, whatever its own timer does. */
const MS_PER_TICK = 10;
const BYTES_PER_KB = 1_024;

/** What the present run of a service uses. Known on Linux only. */
export class RunUsage {
  readonly #clock: Clock;
  #run = '';
  #cpuMs = 0;
  #peakBytes = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Null where none of its processes is left. Memory is shared out among who shares it (PSS), so that the sum is what it costs. */
  async stats(run: { readonly pid: number; readonly startTime: string }): Promise<RuntimeStats | null> {
    this.#turnTo(run.startTime);
    const family = familyOf(run.pid);
    const living = family.filter((each) => !isDead(each));
    const memory = await Promise.all(living.map(({ pid }) => sharedOutMemory(pid)));
    if (living.length === 0) return null;
    const cpuMs = family.reduce((sum, { cpuTicks }) => sum + cpuTicks, 0) * MS_PER_TICK;
    // A process whose end nobody of the family saw takes its time away with it.
    this.#cpuMs = Math.max(this.#cpuMs, cpuMs);
    return {
      atMs: this.#clock.now(),
      cpuMs: this.#cpuMs,
      memoryBytes: memory.reduce((sum, bytes) => sum + bytes, 0),
      memoryLimitBytes: null,
      processes: living.length,
      networkReceivedBytes: null,
      networkSentBytes: null,
    };
  }

  /**
   * The sum of what each living process had at most, and no less than any earlier answer: more than the run had at any one moment where
   * their peaks were apart or they share memory. To reserve by it is safe; a sum of averages would not be.
   */
  async peak(run: { readonly pid: number; readonly startTime: string }): Promise<number | null> {
    this.#turnTo(run.startTime);
    const peaks = await Promise.all(familyOf(run.pid).map(peakMemory));
    this.#peakBytes = Math.max(
      this.#peakBytes,
      peaks.reduce((sum, bytes) => sum + bytes, 0),
    );
    return this.#peakBytes > 0 ? this.#peakBytes : null;
  }

  #turnTo(run: string): void {
    if (this.#run === run) return;
    this.#run = run;
    this.#cpuMs = 0;
    this.#peakBytes = 0;
  }
}

/** Its resident size where the kernel does not share out. */
async function sharedOutMemory(pid: number): Promise<number> {
  return (await kilobytes(pid, 'smaps_rollup', 'Pss')) || (await kilobytes(pid, 'status', 'VmRSS'));
}

function peakMemory({ pid }: ProcEntry): Promise<number> {
  return kilobytes(pid, 'status', 'VmHWM');
}

/** In bytes; zero for a process that has ended. */
async function kilobytes(pid: number, file: string, field: string): Promise<number> {
  try {
    const text = await readFile(`/proc/${pid}/${file}`, 'utf8');
    return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) * BYTES_PER_KB;
  } catch {
    return 0;
  }
}
