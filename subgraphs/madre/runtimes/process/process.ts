import { statSync } from 'node:fs';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../../../../platform/clock.ts';
import type { Logger } from '../../../../platform/log.ts';
import { packageRoot } from '../../../../schema/package-root.ts';
import type { CatalogService } from '../../catalog.ts';
import { unlessAborted } from '../../../../platform/unless-aborted.ts';
import { findExecutable, whereSought } from './executable.ts';
import { isPaused } from './os-process.ts';
import { recoverRuns } from './runs/recover-runs.ts';
import { StartRefused, type Runtime, type RuntimeObservation } from '../runtime.ts';
import { ServiceProcess, type Launch } from './service-process.ts';

export interface ProcessRuntimeOptions {
  readonly clock: Clock;
  /** Holds run/ (what was started) and logs/ (what it wrote). */
  readonly dataDir: string;
  /** madre's own environment, of which a service gets no more than PATH, HOME, TZ, LANG and NODE_ENV. */
  readonly hostEnv: Readonly<Record<string, string | undefined>>;
  readonly childEnv: (service: CatalogService) => Readonly<Record<string, string>>;
  readonly log: Logger;
  /** False for one that only looks and stops beside another one over the same folder: two would rotate the same files. */
  readonly keepsLogs?: boolean;
  /** Why this runtime was chosen. */
  readonly detail: string;
}

const INHERITED = ['PATH', 'HOME', 'TZ', 'LANG', 'NODE_ENV'];

/** Services as child processes. What an earlier madre started, and was killed before it could stop, is found again. */
export function createProcessRuntime(options: ProcessRuntimeOptions): Runtime {
  const listeners = new Set<(service?: string) => void>();
  const units = new Map<string, ServiceProcess>();
  const unitOptions = {
    ...options,
    onChange: (name: string) => listeners.forEach((listener) => listener(name)),
  };
  for (const [name, record] of recoverRuns(options.dataDir, options.clock.now())) {
    units.set(name, new ServiceProcess(name, unitOptions, record));
  }
  const unitOf = (name: string): ServiceProcess => {
    const unit = units.get(name) ?? new ServiceProcess(name, unitOptions, undefined);
    units.set(name, unit);
    return unit;
  };
  const forget = async (unit: ServiceProcess): Promise<boolean> => {
    const ran = unit.isRunning();
    await unit.forget();
    units.delete(unit.name);
    return ran;
  };

  return {
    kind: 'PROCESS',
    describe: async () => ({ available: true, version: process.version, detail: options.detail }),
    observe: async (service, signal) =>
      unlessAborted(observe(unitOf(service.name), service, options), signal),
    async start(service, signal) {
      signal.throwIfAborted();
      return unlessAborted(
        unitOf(service.name).start(() => prepareStart(service, options)),
        signal,
      );
    },
    stop: async (service, signal) => unlessAborted(unitOf(service.name).stop(service.stopGraceSec), signal),
    logs: async (service, { tail, sinceMs = -Infinity }) =>
      unitOf(service.name)
        .output.tail(tail)
        .filter(({ atMs }) => atMs >= sinceMs),
    followLogs: ({ name }, from, signal) => unitOf(name).output.follow(from, signal),
    stats: async ({ name }, signal) => unlessAborted(unitOf(name).stats(), signal),
    peakMemory: async ({ name }, signal) => unlessAborted(unitOf(name).peakMemory(), signal),
    endLeft(known) {
      const left = [...units].filter(([name]) => !known.has(name));
      return left.map(([service, unit]) => ({ service, ranAs: 'PROCESS', ended: forget(unit) }));
    },
    watch(listener) {
      // One listener given twice is two registrations.
      const own = (service?: string): void => listener(service);
      listeners.add(own);
      return () => listeners.delete(own);
    },
    async close(closing) {
      listeners.clear();
      const ended = closing?.stopAll === true ? [...units.values()].map((unit) => unit.end()) : [];
      const failures = (await Promise.allSettled(ended)).filter((each) => each.status === 'rejected');
      for (const unit of units.values()) unit.close();
      if (failures.length > 0)
        throw new AggregateError(
          failures.map(({ reason }) => reason as unknown),
          `${failures.length} service(s) did not end`,
        );
    },
  };
}

async function observe(
  unit: ServiceProcess,
  service: CatalogService,
  options: ProcessRuntimeOptions,
): Promise<RuntimeObservation> {
  const run = await unit.lastRun();
  if (run !== undefined && unit.isRunning()) {
    if (isPaused(run.pid)) return { status: 'PAUSED' };
    const { startedAtMs, restartCount } = run;
    const address = { host: '127.0.0.1', port: service.port };
    return { status: 'RUNNING', startedAtMs, image: null, restartCount, address };
  }
  const launch = prepareLaunch(service, options);
  if (!launch.ok) return { status: 'MISSING', reason: 'NOT_INSTALLED', detail: launch.problem };
  return { status: 'STOPPED', exit: run?.exit ?? null };
}

async function prepareStart(service: CatalogService, options: ProcessRuntimeOptions): Promise<Launch> {
  const launch = prepareLaunch(service, options);
  if (!launch.ok) throw new StartRefused('NOT_INSTALLED', launch.problem);
  await checkPort(service);
  return launch.value;
}

type PreparedLaunch =
  { readonly ok: true; readonly value: Launch } | { readonly ok: false; readonly problem: string };

/** Not ok where the service has no program here: none in the catalog, or one that is not on this machine. */
function prepareLaunch(service: CatalogService, options: ProcessRuntimeOptions): PreparedLaunch {
  const { name } = service;
  if (service.process === undefined)
    return { ok: false, problem: `${name} has no program in the catalog (process.command)` };
  const { command } = service.process;
  const cwd = resolve(fileURLToPath(packageRoot), service.process.cwd);
  if (statSync(cwd, { throwIfNoEntry: false })?.isDirectory() !== true)
    return { ok: false, problem: `the folder that ${name} runs in is missing: ${cwd} (process.cwd)` };
  const path = options.hostEnv['PATH'] ?? '';
  const file = findExecutable(command, { cwd, path });
  if (file === undefined)
    return {
      ok: false,
      problem: `the command of ${name} is missing: ${whereSought(command, { cwd, path })}`,
    };
  const inherited = INHERITED.map((name) => [name, options.hostEnv[name]] as const);
  const env = {
    ...Object.fromEntries(
      inherited.filter((pair): pair is readonly [string, string] => pair[1] !== undefined),
    ),
    APOLLO_TELEMETRY_DISABLED: 'true',
    ...options.childEnv(service),
    ...service.process.env,
    HOST: '127.0.0.1',
    PORT: String(service.port),
  };
  const { args } = service.process;
  return { ok: true, value: { file, args, cwd, env, stopGraceSec: service.stopGraceSec } };
}

/** Before the start, since afterwards it would look like any program that ended at once. */
function checkPort(service: CatalogService): Promise<void> {
  return new Promise((free, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(
        taken
          ? new StartRefused(
              'PORT_IN_USE',
              `port ${service.port} of ${service.name} is taken by another program`,
              error,
            )
          : error,
      );
    });
    server.listen({ host: '127.0.0.1', port: service.port }, () => {
      // Gives the port back at once; its own callback comes a turn later.
      server.close();
      free();
    });
  });
}
