import type { Clock } from '../../../../platform/clock.ts';
import { StartRefused, type RuntimeExit, type RuntimeLogLine, type RuntimeObservation } from '../runtime.ts';

/** How one service of the memory world takes what is asked of it. A call that hangs never settles and changes nothing. */
export interface MemoryBehaviour {
  /** From the ask until it runs. */
  readonly startMs: number;
  /** From running until its probe succeeds; null: never. */
  readonly readyMs: number | null;
  /** From the ask until it is gone. */
  readonly stopMs: number;
  readonly start: 'works' | 'fails' | 'hangs' | StartRefused['reason'];
  readonly stop: 'works' | 'fails' | 'hangs';
  readonly observe: 'works' | 'fails' | 'hangs';
  /** A start inside a stop waits for its end, or, as Docker's engine does, succeeds at once and is taken by the stop. */
  readonly startInsideStop: 'waits' | 'is-lost';
  /** Ends by itself so long after it began to run; null: never. */
  readonly endsAfterMs: number | null;
}

type Phase =
  | { readonly status: 'MISSING'; readonly reason: 'NOT_INSTALLED' | 'IMAGE_MISSING' }
  | { readonly status: 'STOPPED'; readonly exit: RuntimeExit | null }
  | { readonly status: 'RUNNING'; readonly startedAtMs: number }
  | { readonly status: 'PAUSED'; readonly startedAtMs: number };

interface Unit {
  readonly name: string;
  behaviour: MemoryBehaviour;
  phase: Phase;
  /** In monotonic time: when the run began. */
  runsSince: number;
  /** Starts after the first. */
  restartCount: number;
  hasRun: boolean;
  stopping: Promise<void> | undefined;
  /** Changes at each start and end, so that a timer of an earlier run does nothing. */
  run: number;
  readonly lines: RuntimeLogLine[];
}

const LINE_LIMIT = 1_000;

/**
 * The services that a MEMORY runtime starts and stops. It outlives the runtimes that look at it, as an engine
 * outlives madre, and what a caller gave up on still happens here.
 */
export class MemoryWorld {
  readonly clock: Clock;
  readonly #units = new Map<string, Unit>();
  readonly #listeners = new Set<(service?: string) => void>();
  #eventsLost = false;
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

  /** It ends without madre: a crash, a hand, the kernel. */
  end(service: string, exit: Partial<RuntimeExit> = {}): void {
    this.#ended(this.#unit(service), {
      exitCode: 1,
      outOfMemory: false,
      requested: false,
      atMs: this.clock.now(),
      ...exit,
    });
  }

  pause(service: string): void {
    const unit = this.#unit(service);
    if (unit.phase.status === 'RUNNING') this.#enter(unit, { ...unit.phase, status: 'PAUSED' });
  }

  uninstall(service: string, reason: 'NOT_INSTALLED' | 'IMAGE_MISSING' = 'NOT_INSTALLED'): void {
    this.#enter(this.#unit(service), { status: 'MISSING', reason });
  }

  print(service: string, stream: RuntimeLogLine['stream'], text: string): void {
    const { lines } = this.#unit(service);
    lines.push({ atMs: this.clock.now(), stream, text });
    if (lines.length > LINE_LIMIT) lines.shift();
  }

  /** While true, nobody hears of any change. */
  loseEvents(lost: boolean): void {
    this.#eventsLost = lost;
  }

  /** An event without a change: repeated, or late. */
  hint(service?: string): void {
    if (!this.#eventsLost) for (const listener of this.#listeners) listener(service);
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
    const { phase, behaviour, restartCount } = this.#unit(service);
    await obey(behaviour.observe, `the memory runtime was told to fail observing ${service}`);
    if (phase.status === 'RUNNING') return { ...phase, image: null, restartCount };
    if (phase.status === 'PAUSED') return { status: 'PAUSED' };
    return phase;
  }

  isReady(service: string): boolean {
    const { phase, behaviour, runsSince } = this.#unit(service);
    if (phase.status !== 'RUNNING' || behaviour.readyMs === null) return false;
    return this.clock.monotonic() - runsSince >= behaviour.readyMs;
  }

  isRunning(service: string): boolean {
    return this.#unit(service).phase.status === 'RUNNING';
  }

  lines(service: string): readonly RuntimeLogLine[] {
    return this.#unit(service).lines;
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
    this.#ended(unit, { exitCode: 143, outOfMemory: false, requested: true, atMs: this.clock.now() });
  }

  #run(unit: Unit): void {
    if (unit.hasRun) unit.restartCount += 1;
    unit.hasRun = true;
    unit.runsSince = this.clock.monotonic();
    this.#enter(unit, { status: 'RUNNING', startedAtMs: this.clock.now() });
    this.print(unit.name, 'STDOUT', `${unit.name} runs`);
    const { run, behaviour } = unit;
    if (behaviour.endsAfterMs === null) return;
    this.clock.after(behaviour.endsAfterMs, () => {
      if (unit.run === run) this.end(unit.name);
    });
  }

  #ended(unit: Unit, exit: RuntimeExit): void {
    if (unit.phase.status !== 'RUNNING' && unit.phase.status !== 'PAUSED') return;
    this.print(unit.name, 'STDERR', `${unit.name} ended with ${exit.exitCode}`);
    this.#enter(unit, { status: 'STOPPED', exit });
  }

  #enter(unit: Unit, phase: Phase): void {
    unit.phase = phase;
    unit.run += 1;
    this.hint(unit.name);
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
        phase: { status: 'STOPPED', exit: null },
        runsSince: 0,
        restartCount: 0,
        hasRun: false,
        stopping: undefined,
        run: 0,
        lines: [],
      };
      this.#units.set(name, unit);
    }
    return unit;
  }
}

const obedient: MemoryBehaviour = {
  startMs: 0,
  readyMs: 0,
  stopMs: 0,
  start: 'works',
  stop: 'works',
  observe: 'works',
  startInsideStop: 'waits',
  endsAfterMs: null,
};

async function obey(order: 'works' | 'fails' | 'hangs', message: string): Promise<void> {
  if (order === 'fails') throw new Error(message);
  if (order === 'hangs') await new Promise<never>(() => undefined);
}
