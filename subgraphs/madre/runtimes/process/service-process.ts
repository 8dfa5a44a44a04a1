import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { join } from 'node:path';
import { sleep, type Clock } from '../../../../platform/clock.ts';
import { makePrivateFolder } from '../../../../platform/private-folder.ts';
import type { Logger } from '../../../../platform/log.ts';
import { removeLaunchRecord, writeLaunchRecord } from './runs/launch-record.ts';
import { groupRuns, signalGroup, startTimeOf } from './os-process.ts';
import { toExit, type ProcessEnd } from './runs/run-exit.ts';
import { newRunMarker } from './runs/run-marker.ts';
import { carriersOf, RUN_VARIABLE } from './runs/run-processes.ts';
import { removeRunRecord, writeRunRecord, type RunRecord } from './runs/run-record.ts';
import { RunUsage } from './runs/run-usage.ts';
import { ServiceLog } from './logs/service-log.ts';
import type { RuntimeStats } from '../runtime.ts';

export interface Launch {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly stopGraceSec: number;
}

const ADOPTED_POLL_MS = 250;
const STOP_POLL_MS = 10;
/** Looking for what left the group reads the environment of every process. */
const ESCAPED_POLL_MS = 50;
/** When madre ends, nobody waits longer than this for a service that takes its time. */
const CLOSE_GRACE_SEC = 5;
/** A killed process that is still there then hangs inside the kernel. */
const KILL_LIMIT_MS = 5_000;

/** The runs of one service, one at a time, each in a process group of its own. */
export class ServiceProcess {
  readonly name: string;
  readonly #clock: Clock;
  readonly #dataDir: string;
  readonly #runFolder: string;
  readonly #log: Logger;
  readonly #onChange: (name: string) => void;
  readonly #openLog: () => ServiceLog;
  #output: ServiceLog | undefined;
  readonly #usage: RunUsage;
  readonly #closing = new AbortController();
  #record: RunRecord | undefined;
  /** Settles when our own child was reaped; undefined for an adopted run. */
  #reaped: Promise<void> | undefined;
  #starting: Promise<void> | undefined;
  #stopping: Promise<void> | undefined;
  /** What a run left behind, being ended; a start waits for it. */
  #sweeping: Promise<unknown> = Promise.resolve();
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
      readonly keepsLogs?: boolean;
    },
    record: RunRecord | undefined,
  ) {
    this.name = name;
    this.#clock = options.clock;
    this.#dataDir = options.dataDir;
    this.#runFolder = join(options.dataDir, 'run');
    this.#log = options.log;
    this.#onChange = options.onChange;
    const logFolder = join(options.dataDir, 'logs');
    this.#openLog = () => {
      makePrivateFolder(logFolder);
      return new ServiceLog(logFolder, name, options);
    };
    if (options.keepsLogs !== false) this.#output = this.#openLog();
    this.#usage = new RunUsage(options.clock);
    this.#record = record;
    this.#pollAdopted('BEFORE');
  }

  get output(): ServiceLog {
    return (this.#output ??= this.#openLog());
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
   * record is in its file when it resolves. Rejects where `prepare` does, or where the system refuses to start the program.
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

  /** The last stop, with the whole grace that the run was started with. Only the log stays. */
  async forget(): Promise<void> {
    this.#isEnding = true;
    await this.stop(this.#record?.stopGraceSec ?? 0);
    await this.#sweeping;
    this.close();
    removeRunRecord(this.#runFolder, this.name);
  }

  async stats(): Promise<RuntimeStats | null> {
    return this.#record !== undefined && this.isRunning() ? this.#usage.stats(this.#record) : null;
  }

  async peakMemory(): Promise<number | null> {
    return this.#record !== undefined && this.isRunning() ? this.#usage.peak(this.#record) : null;
  }

  /** What runs keeps running, and is told of no more. */
  close(): void {
    this.#closing.abort(new Error('the runtime was closed'));
    this.#cancelPoll();
    this.#output?.close();
  }

  async #start(prepare: () => Promise<Launch>): Promise<void> {
    await this.#stopping?.catch(() => undefined);
    // Notes an end that nobody saw yet, and with it ends what that run left behind.
    const run = await this.lastRun();
    await this.#sweeping;
    if (run !== undefined && this.isRunning()) signalGroup(run.pid, 'SIGCONT');
    else this.#launch(await prepare());
  }

  #launch(launch: Launch): void {
    if (this.#isEnding) throw new Error(`${this.name} is not started: madre ends`);
    const run = {
      marker: newRunMarker(this.#dataDir, this.name),
      startedAtMs: this.#clock.now(),
      restartCount: this.#record === undefined ? 0 : this.#record.restartCount + 1,
      stopGraceSec: launch.stopGraceSec,
    };
    // Before the process is there: who is killed between this and the record finds it by its marker.
    const command = [launch.file, ...launch.args];
    writeLaunchRecord(this.#runFolder, this.name, { ...run, command });
    const child = this.#spawn(launch, run.marker);
    // Also where it could not be started: an 'error' nobody listens to would end madre.
    child.on('error', () => undefined);
    if (child.pid === undefined) {
      removeLaunchRecord(this.#runFolder, this.name);
      throw new Error(`${launch.file} could not be started`);
    }
    child.unref();
    this.#reaped = this.#whenReaped(child);
    const startTime = startTimeOf(child.pid) ?? 'ended at once';
    this.#save({ ...run, pid: child.pid, startTime, stopRequested: false, exit: null });
    removeLaunchRecord(this.#runFolder, this.name);
    this.#onChange(this.name);
  }

  #spawn({ file, args, cwd, env }: Launch, marker: string): ChildProcess {
    const out = this.output.openToAppend('out');
    const err = this.output.openToAppend('err');
    try {
      const withMarker = { ...env, [RUN_VARIABLE]: marker };
      return spawn(file, args, { cwd, env: withMarker, detached: true, stdio: ['ignore', out, err] });
    } finally {
      closeSync(out);
      closeSync(err);
    }
  }

  async #stop(): Promise<void> {
    await this.#starting?.catch(() => undefined);
    if (this.#record === undefined || !this.isRunning()) return;
    const run = this.#record;
    this.#tryToSave({ ...run, stopRequested: true });
    // One that is paused hears the first signal only after the second.
    signalAll(run, 'SIGTERM', 'SIGCONT');
    if (!(await this.#allEnd(run, () => this.#killAt))) {
      signalAll(run, 'SIGKILL');
      const limitAt = this.#clock.monotonic() + KILL_LIMIT_MS;
      if (!(await this.#allEnd(run, () => limitAt)))
        throw new Error(`${this.name} (process ${run.pid}) survived SIGKILL`);
    }
    await this.#reaped;
    this.#noteEnd(run.pid, 'UNSEEN');
  }

  /** The limit is asked for at each look: it may come nearer. */
  async #allEnd(run: RunRecord, limitAt: () => number): Promise<boolean> {
    for (;;) {
      const isGroup = startTimeOf(run.pid) === run.startTime || groupRuns(run.pid);
      if (!isGroup && (run.marker === undefined || carriersOf(run.marker, run.startTime).length === 0))
        return true;
      if (this.#clock.monotonic() >= limitAt()) return false;
      await sleep(this.#clock, isGroup ? STOP_POLL_MS : ESCAPED_POLL_MS, this.#closing.signal);
    }
  }

  #whenReaped(child: ChildProcess): Promise<void> {
    return new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        if (child.pid !== undefined) this.#noteEnd(child.pid, { code, signal });
        resolve();
      });
    });
  }

  /** An adopted process is not our child: no event tells of its end. */
  #pollAdopted(end: ProcessEnd = 'UNSEEN'): void {
    if (this.#record?.exit !== null || this.#reaped !== undefined || this.#closing.signal.aborted) return;
    this.#cancelPoll();
    if (this.isRunning()) this.#cancelPoll = this.#clock.after(ADOPTED_POLL_MS, () => this.#pollAdopted());
    else this.#noteEnd(this.#record.pid, end);
  }

  #noteEnd(pid: number, end: ProcessEnd): void {
    const run = this.#record;
    if (run?.pid !== pid || run.exit !== null) return;
    // What the leader left behind would keep its port; unless the id already belongs to a newer process.
    if (startTimeOf(pid) === undefined && this.#stopping === undefined) this.#sweep(run);
    // After the close the files may already be another one's to keep.
    if (!this.#closing.signal.aborted) this.#output?.seal();
    const exit = toExit(end, { requested: run.stopRequested, atMs: this.#clock.now() });
    this.#tryToSave({ ...run, exit });
    this.#onChange(this.name);
  }

  #sweep(run: RunRecord): void {
    signalAll(run, 'SIGKILL');
    const limitAt = this.#clock.monotonic() + KILL_LIMIT_MS;
    // A start goes on after the limit, or when the runtime closes: the port says whether it may.
    this.#sweeping = this.#allEnd(run, () => limitAt).catch(() => undefined);
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
    if (!this.#closing.signal.aborted) writeRunRecord(this.#runFolder, this.name, record);
  }
}

/** The group, which is told at once, and what left it, which must be looked for. */
function signalAll({ pid, marker, startTime }: RunRecord, ...signals: readonly NodeJS.Signals[]): void {
  for (const signal of signals) signalGroup(pid, signal);
  const escaped = marker === undefined ? [] : carriersOf(marker, startTime);
  for (const each of escaped) if (each.groupId !== pid) signalProcess(each.pid, signals);
}

function signalProcess(pid: number, signals: readonly NodeJS.Signals[]): void {
  try {
    for (const signal of signals) process.kill(pid, signal);
  } catch {
    // It has ended since.
  }
}
