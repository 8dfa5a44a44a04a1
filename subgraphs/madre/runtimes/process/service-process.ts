import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { sleep, type Clock } from '../../../../platform/clock.ts';
import { makePrivateFolder } from '../../../../platform/private-folder.ts';
import type { Logger } from '../../../../platform/log.ts';
import { LogFile } from './log-file.ts';
import { groupRuns, signalGroup, startTimeOf } from './os-process.ts';
import { writeRunRecord, type RunRecord } from './run-record.ts';
import type { RuntimeLogLine } from '../runtime.ts';

export interface Launch {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly stopGraceSec: number;
}

const ADOPTED_POLL_MS = 250;
const STOP_POLL_MS = 10;
/** When madre ends, nobody waits longer than this for a service that takes its time. */
const CLOSE_GRACE_SEC = 5;
/** A killed process that is still there then hangs inside the kernel. */
const KILL_LIMIT_MS = 5_000;

/** The runs of one service, one at a time, each in a process group of its own. */
export class ServiceProcess {
  readonly name: string;
  readonly #clock: Clock;
  readonly #dataDir: string;
  readonly #log: Logger;
  readonly #onChange: (name: string) => void;
  readonly #out: LogFile;
  readonly #err: LogFile;
  readonly #closing = new AbortController();
  #record: RunRecord | undefined;
  /** Settles when our own child was reaped; undefined for an adopted run. */
  #reaped: Promise<void> | undefined;
  #starting: Promise<void> | undefined;
  #stopping: Promise<void> | undefined;
  /** Monotonic: when the stop under way turns to force. A later stop may only bring it nearer. */
  #killAt = Infinity;
  /** No run begins any more. */
  #isEnding = false;
  #cancelPoll: () => void = () => undefined;

  /** With the record of an earlier madre, the run that it tells of is adopted if it still lives. */
  constructor(
    name: string,
    options: {
      readonly clock: Clock;
      readonly log: Logger;
      readonly dataDir: string;
      readonly onChange: (name: string) => void;
    },
    record: RunRecord | undefined,
  ) {
    this.name = name;
    this.#clock = options.clock;
    this.#dataDir = options.dataDir;
    this.#log = options.log;
    this.#onChange = options.onChange;
    makePrivateFolder(join(options.dataDir, 'logs'));
    this.#out = new LogFile(join(options.dataDir, 'logs', `${name}.out.log`), options);
    this.#err = new LogFile(join(options.dataDir, 'logs', `${name}.err.log`), options);
    this.#record = record;
    this.#pollAdopted();
  }

  /** The last run, ended or not, once its end is known; undefined where there was none. */
  async lastRun(): Promise<RunRecord | undefined> {
    if (!this.isRunning()) {
      await this.#reaped;
      this.#pollAdopted();
    }
    return this.#record;
  }

  isRunning(): boolean {
    return this.#record?.exit === null && startTimeOf(this.#record.pid) === this.#record.startTime;
  }

  /**
   * Never inside a stop: waits for its end. Joins a start under way; what runs already goes on, should it be paused. The
   * record is on the disk when it resolves. Rejects where `prepare` does, or where the system refuses to start the program.
   */
  start(prepare: () => Promise<Launch>): Promise<void> {
    return (this.#starting ??= this.#start(prepare).finally(() => (this.#starting = undefined)));
  }

  /** Resolves when the whole group is gone; joins a stop under way, and shortens its grace where its own is shorter. */
  stop(graceSec: number): Promise<void> {
    this.#killAt = Math.min(this.#killAt, this.#clock.monotonic() + graceSec * 1_000);
    return (this.#stopping ??= this.#stop().finally(() => {
      this.#stopping = undefined;
      this.#killAt = Infinity;
    }));
  }

  /** The last stop: with a grace of its own bound, and no start after it. */
  end(): Promise<void> {
    this.#isEnding = true;
    return this.stop(Math.min(this.#record?.stopGraceSec ?? 0, CLOSE_GRACE_SEC));
  }

  lines(tail: number): readonly RuntimeLogLine[] {
    const out = this.#out.tail(tail).map((line) => ({ ...line, stream: 'STDOUT' as const }));
    const err = this.#err.tail(tail).map((line) => ({ ...line, stream: 'STDERR' as const }));
    return [...out, ...err].sort((one, other) => one.atMs - other.atMs).slice(-tail);
  }

  /** What runs keeps running, and is told of no more. */
  close(): void {
    this.#closing.abort(new Error('the runtime was closed'));
    this.#cancelPoll();
    this.#out.close();
    this.#err.close();
  }

  async #start(prepare: () => Promise<Launch>): Promise<void> {
    await this.#stopping?.catch(() => undefined);
    // Notes an end that nobody saw yet, and with it ends what that run left behind.
    const run = await this.lastRun();
    if (run !== undefined && this.isRunning()) signalGroup(run.pid, 'SIGCONT');
    else this.#launch(await prepare());
  }

  #launch(launch: Launch): void {
    if (this.#isEnding) throw new Error(`${this.name} is not started: madre ends`);
    const child = this.#spawn(launch);
    // Also where it could not be started: an 'error' nobody listens to would end madre.
    child.on('error', () => undefined);
    if (child.pid === undefined) throw new Error(`${launch.file} could not be started`);
    child.unref();
    this.#save({
      pid: child.pid,
      startTime: startTimeOf(child.pid) ?? 'ended at once',
      startedAtMs: this.#clock.now(),
      restartCount: this.#record === undefined ? 0 : this.#record.restartCount + 1,
      stopGraceSec: launch.stopGraceSec,
      stopRequested: false,
      exit: null,
    });
    this.#reaped = this.#whenReaped(child);
    this.#onChange(this.name);
  }

  #spawn({ file, args, cwd, env }: Launch): ChildProcess {
    const out = this.#out.openToAppend();
    const err = this.#err.openToAppend();
    try {
      return spawn(file, args, { cwd, env, detached: true, stdio: ['ignore', out, err] });
    } finally {
      closeSync(out);
      closeSync(err);
    }
  }

  async #stop(): Promise<void> {
    await this.#starting?.catch(() => undefined);
    if (this.#record === undefined || !this.isRunning()) return;
    const { pid } = this.#record;
    this.#tryToSave({ ...this.#record, stopRequested: true });
    signalGroup(pid, 'SIGTERM');
    // One that is paused hears the first signal only after this one.
    signalGroup(pid, 'SIGCONT');
    if (!(await this.#groupEnds(pid, () => this.#killAt))) {
      signalGroup(pid, 'SIGKILL');
      const limitAt = this.#clock.monotonic() + KILL_LIMIT_MS;
      if (!(await this.#groupEnds(pid, () => limitAt)))
        throw new Error(`${this.name} (process ${pid}) survived SIGKILL`);
    }
    await this.#reaped;
    this.#noteEnd(pid, null);
  }

  /** The limit is asked for at each look: it may come nearer. */
  async #groupEnds(pid: number, limitAt: () => number): Promise<boolean> {
    while (startTimeOf(pid) === this.#record?.startTime || groupRuns(pid)) {
      if (this.#clock.monotonic() >= limitAt()) return false;
      await sleep(this.#clock, STOP_POLL_MS, this.#closing.signal);
    }
    return true;
  }

  #whenReaped(child: ChildProcess): Promise<void> {
    return new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        if (child.pid !== undefined)
          this.#noteEnd(child.pid, code ?? (signal === null ? null : 128 + constants.signals[signal]));
        resolve();
      });
    });
  }

  /** An adopted process is not our child: no event tells of its end. */
  #pollAdopted(): void {
    if (this.#record?.exit !== null || this.#reaped !== undefined || this.#closing.signal.aborted) return;
    this.#cancelPoll();
    if (this.isRunning()) this.#cancelPoll = this.#clock.after(ADOPTED_POLL_MS, () => this.#pollAdopted());
    else this.#noteEnd(this.#record.pid, null);
  }

  #noteEnd(pid: number, exitCode: number | null): void {
    if (this.#record?.pid !== pid || this.#record.exit !== null) return;
    // What the leader left behind would keep its port; unless the id already belongs to a newer process.
    if (startTimeOf(pid) === undefined && this.#stopping === undefined) signalGroup(pid, 'SIGKILL');
    const exit = {
      exitCode,
      outOfMemory: false,
      requested: this.#record.stopRequested,
      atMs: this.#clock.now(),
    };
    this.#tryToSave({ ...this.#record, exit });
    this.#onChange(this.name);
  }

  /** A full disk must keep nobody from stopping, nor end madre: the record in memory is enough while it lives. */
  #tryToSave(record: RunRecord): void {
    try {
      this.#save(record);
    } catch (error) {
      this.#log.warn({ err: error, service: this.name }, 'the record of a run was not written');
    }
  }

  #save(record: RunRecord): void {
    this.#record = record;
    if (!this.#closing.signal.aborted) writeRunRecord(join(this.#dataDir, 'run'), this.name, record);
  }
}
