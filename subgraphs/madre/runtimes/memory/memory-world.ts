import type { Clock } from '../../../../platform/clock.ts';
import { obedient, obey, type MemoryBehaviour } from './memory-behaviour.ts';
import { MemoryLog } from './memory-log.ts';
import {
  StartRefused,
  type RuntimeExit,
  type RuntimeLogLine,
  type RuntimeObservation,
  type RuntimeStats,
} from '../runtime.ts';

type Phase =
  | {
      readonly status: 'MISSING';
      readonly reason: 'NOT_INSTALLED' | 'IMAGE_MISSING';
      readonly detail: string;
    }
  | { readonly status: 'STOPPED'; readonly exit: RuntimeExit | null }
  | { readonly status: 'RUNNING'; readonly startedAtMs: number }
  | { readonly status: 'PAUSED'; readonly startedAtMs: number };

interface Unit {
  readonly name: string;
  behaviour: MemoryBehaviour;
  phase: Phase;
  /** What an observer is told: the phase, or the one before where the end of a run is not seen yet. */
  seen: Phase;
  /** In monotonic time: when the run began. */
  runsSince: number;
  /** Runs begun so far: a timer of an earlier one does nothing. */
  runs: number;
  stopping: Promise<void> | undefined;
  measured: MemoryMeasure;
  readonly log: MemoryLog;
}

/** What a run uses. Without a peak of its own, the memory is the peak. */
export type MemoryMeasure = Partial<Omit<RuntimeStats, 'atMs'>> & { readonly peakMemoryBytes?: number };

/**
 * The services that a MEMORY runtime starts and stops. It outlives the runtimes that look at it, as an engine
 * outlives madre, and what a caller gave up on still happens here.
 */
export class MemoryWorld {
  readonly clock: Clock;
  readonly #units = new Map<string, Unit>();
  readonly #listeners = new Set<(service?: string) => void>();
  #eventsLost = false;
  #eventRepeats = 0;
  #startsInsideStop = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Changes how a service behaves from now on; a call under way keeps what it began with. */
  behave(service: string, change: Partial<MemoryBehaviour>): void {
    const unit = this.#unit(service);
    unit.behaviour = { ...unit.behaviour, ...change };
  }

  /** Somebody starts it, madre does not. */
  startByHand(service: string): void {
    const unit = this.#unit(service);
    if (unit.phase.status !== 'RUNNING') this.#run(unit);
  }

  /**
   * Somebody asks it to stop, madre does not. It runs on for `stopMs`: a start meanwhile succeeds at once, as one of what
   * runs already, and is taken by this stop. Resolves when it is gone.
   */
  async stopByHand(service: string): Promise<void> {
    const unit = this.#unit(service);
    const { runs, behaviour } = unit;
    await this.#pass(behaviour.stopMs);
    if (unit.runs === runs) this.end(service, { exitCode: 143, byHand: true });
  }

  /** It ends without madre: a crash, a hand, the kernel. */
  end(service: string, exit: Partial<RuntimeExit> = {}): void {
    const unit = this.#unit(service);
    const byHand = exit.exitCode === 0 ? null : false;
    this.#ended(unit, { ...crashed, byHand, atMs: this.clock.now(), ...exit }, unit.behaviour.endSeenAfterMs);
  }

  /** What its runs use, from now on. */
  measure(service: string, measured: MemoryMeasure): void {
    const unit = this.#unit(service);
    unit.measured = { ...unit.measured, ...measured };
  }

  pause(service: string): void {
    const unit = this.#unit(service);
    if (unit.phase.status === 'RUNNING') this.#enter(unit, { ...unit.phase, status: 'PAUSED' });
  }

  uninstall(service: string, reason: 'NOT_INSTALLED' | 'IMAGE_MISSING' = 'NOT_INSTALLED'): void {
    const detail = `${service} was taken from the memory world`;
    this.#enter(this.#unit(service), { status: 'MISSING', reason, detail });
  }

  print(service: string, stream: RuntimeLogLine['stream'], text: string): void {
    this.#unit(service).log.print(stream, text);
  }

  /** While true, nobody hears of any change. */
  loseEvents(lost: boolean): void {
    this.#eventsLost = lost;
  }

  /** Everybody hears of each change so many times more. */
  repeatEvents(times: number): void {
    this.#eventRepeats = times;
  }

  /** An event without a change: repeated, or late. */
  hint(service?: string): void {
    if (this.#eventsLost) return;
    for (let time = 0; time <= this.#eventRepeats; time += 1)
      for (const listener of this.#listeners) listener(service);
  }

  listen(listener: (service?: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Names of what runs (or is paused) now, sorted. */
  running(): readonly string[] {
    const held = [...this.#units.values()].filter(
      ({ phase }) => phase.status === 'RUNNING' || phase.status === 'PAUSED',
    );
    return held.map(({ name }) => name).sort();
  }

  /** How many starts came while a stop was under way: a good reconciler never does that. */
  get startsInsideStop(): number {
    return this.#startsInsideStop;
  }

  async observe(service: string): Promise<RuntimeObservation> {
    const { seen, behaviour, runs } = this.#unit(service);
    await obey(behaviour.observe, `the memory runtime was told to fail observing ${service}`);
    if (seen.status === 'RUNNING') return { ...seen, image: null, restartCount: runs - 1, address: null };
    if (seen.status === 'PAUSED') return { status: 'PAUSED' };
    return seen;
  }

  isReady(service: string): boolean {
    const { phase, behaviour, runsSince } = this.#unit(service);
    if (phase.status !== 'RUNNING' || behaviour.readyMs === null) return false;
    return this.clock.monotonic() - runsSince >= behaviour.readyMs;
  }

  isRunning(service: string): boolean {
    return this.#unit(service).phase.status === 'RUNNING';
  }

  /** Whether a hand may have ended or paused its last run, and not madre. */
  isDownByHand(service: string): boolean {
    const { phase } = this.#unit(service);
    if (phase.status === 'STOPPED') return phase.exit !== null && phase.exit.byHand !== false;
    return phase.status === 'PAUSED';
  }

  log(service: string): MemoryLog {
    return this.#unit(service).log;
  }

  stats(service: string): RuntimeStats | null {
    const { phase, measured } = this.#unit(service);
    if (phase.status !== 'RUNNING' && phase.status !== 'PAUSED') return null;
    const { peakMemoryBytes: _peak, ...told } = measured;
    return { ...unmeasured, ...told, atMs: this.clock.now() };
  }

  peakMemory(service: string): number | null {
    const { phase, measured } = this.#unit(service);
    if (phase.status !== 'RUNNING' && phase.status !== 'PAUSED') return null;
    return measured.peakMemoryBytes ?? measured.memoryBytes ?? null;
  }

  async start(service: string): Promise<void> {
    const unit = this.#unit(service);
    if (unit.stopping !== undefined) {
      this.#startsInsideStop += 1;
      if (unit.behaviour.startInsideStop === 'is-lost') return;
      await unit.stopping;
    }
    const { start, startMs } = unit.behaviour;
    if (start !== 'works' && start !== 'fails' && start !== 'hangs') {
      throw new StartRefused(start, `the memory runtime was told to refuse ${service}: ${start}`);
    }
    await obey(start, `the memory runtime was told to fail starting ${service}`);
    await this.#pass(startMs);
    // Someone else may have started or removed it meanwhile.
    if (unit.phase.status === 'RUNNING') return;
    if (unit.phase.status === 'MISSING')
      throw new StartRefused(unit.phase.reason, `${service} is not installed`);
    if (unit.phase.status === 'PAUSED') this.#enter(unit, { ...unit.phase, status: 'RUNNING' });
    else this.#run(unit);
  }

  async stop(service: string): Promise<void> {
    const unit = this.#unit(service);
    // Nothing may be awaited before the stop is noted: a start that comes right after must see it.
    if (unit.behaviour.stop !== 'works')
      await obey(unit.behaviour.stop, `the memory runtime was told to fail stopping ${service}`);
    unit.stopping ??= this.#stopRun(unit).finally(() => (unit.stopping = undefined));
    await unit.stopping;
  }

  async #stopRun(unit: Unit): Promise<void> {
    if (unit.phase.status !== 'RUNNING' && unit.phase.status !== 'PAUSED') return;
    await this.#pass(unit.behaviour.stopMs);
    this.#ended(unit, { ...crashed, exitCode: 143, requested: true, atMs: this.clock.now() }, 0);
  }

  #run(unit: Unit): void {
    unit.runs += 1;
    unit.runsSince = this.clock.monotonic();
    this.#enter(unit, { status: 'RUNNING', startedAtMs: this.clock.now() });
    this.print(unit.name, 'STDOUT', `${unit.name} runs`);
    const { runs, behaviour } = unit;
    if (behaviour.endsAfterMs === null) return;
    this.clock.after(behaviour.endsAfterMs, () => {
      if (unit.runs === runs) this.end(unit.name);
    });
  }

  #ended(unit: Unit, exit: RuntimeExit, seenAfterMs: number): void {
    if (unit.phase.status !== 'RUNNING' && unit.phase.status !== 'PAUSED') return;
    this.print(unit.name, 'STDERR', `${unit.name} ended with ${exit.exitCode}`);
    this.#enter(unit, { status: 'STOPPED', exit }, seenAfterMs);
  }

  #enter(unit: Unit, phase: Phase, seenAfterMs = 0): void {
    unit.phase = phase;
    const see = (): void => {
      if (unit.phase !== phase) return;
      unit.seen = phase;
      this.hint(unit.name);
    };
    if (seenAfterMs === 0) see();
    else this.clock.after(seenAfterMs, see);
  }

  #pass(delayMs: number): Promise<void> {
    return delayMs === 0 ? Promise.resolve() : new Promise((resolve) => this.clock.after(delayMs, resolve));
  }

  #unit(name: string): Unit {
    let unit = this.#units.get(name);
    if (unit === undefined) {
      unit = {
        name,
        behaviour: obedient,
        phase: neverRan,
        seen: neverRan,
        runsSince: 0,
        runs: 0,
        stopping: undefined,
        measured: {},
        log: new MemoryLog(this.clock),
      };
      this.#units.set(name, unit);
    }
    return unit;
  }
}

const neverRan: Phase = { status: 'STOPPED', exit: null };

const crashed = { exitCode: 1, outOfMemory: false, requested: false, byHand: false };

const unmeasured = {
  cpuMs: 0,
  memoryBytes: 0,
  memoryLimitBytes: null,
  processes: 1,
  networkReceivedBytes: null,
  networkSentBytes: null,
};
