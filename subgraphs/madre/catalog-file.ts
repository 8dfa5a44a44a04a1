import { z } from 'zod';
import { findCycle } from './closure.ts';
import { coreServices, isCoreService } from './core-services.ts';

const portNumber = z.int().min(1).max(65_535);
const seconds = z.int().min(1).max(3_600);
const probeTimeoutMs = z.int().min(1).max(60_000).default(1_000);

const httpProbe = z.strictObject({
  http: z.string().regex(/^\/\S*$/, 'a path that begins with / and has no space'),
  timeoutMs: probeTimeoutMs,
  expectStatus: z.int().min(100).max(599).default(200),
});
const tcpProbe = z.strictObject({ tcp: z.literal(true), timeoutMs: probeTimeoutMs });

const probe = z
  .union([httpProbe, tcpProbe], {
    error:
      '{ http: /path } or { tcp: true }, with timeoutMs (1 to 60000) and for http expectStatus (100 to 599) if wanted',
  })
  .default({ tcp: true, timeoutMs: 1_000 })
  .transform((form) => {
    if ('tcp' in form) return { kind: 'tcp' as const, timeoutMs: form.timeoutMs };
    return {
      kind: 'http' as const,
      path: form.http,
      timeoutMs: form.timeoutMs,
      expectStatus: form.expectStatus,
    };
  });

/** What to do where somebody else started or stopped it. */
const drift = z.strictObject({
  stoppedByHand: z.enum(['restart', 'degrade']).default('restart'),
  startedByHand: z.enum(['stop', 'adopt', 'ignore']).default('stop'),
  adoptTtlSec: z.int().min(10).max(86_400).default(600),
});

const service = z
  .strictObject({
    kind: z.literal('on-demand').default('on-demand'),
    description: z.string().max(500).default(''),
    port: portNumber,
    dependsOn: z.array(z.string()).max(32).default([]),
    probe,
    activity: z
      .strictObject({ http: z.string().regex(/^\/\S*$/, 'a path that begins with / and has no space') })
      .optional(),
    drift: drift.prefault({}),
    operative: z.boolean().default(false),
    startTimeoutSec: seconds.default(30),
    stopGraceSec: seconds.default(10),
    memoryMb: z.int().min(1).max(1_048_576).default(256),
    process: z
      .strictObject({
        command: z.string().min(1),
        args: z.array(z.string()).default([]),
        env: z.record(z.string(), z.string()).default({}),
        cwd: z.string().min(1).default('.'),
      })
      .optional(),
    docker: z.strictObject({ service: z.string().min(1) }).optional(),
    subgraph: z.string().min(1).optional(),
  })
  .transform(({ kind: _kind, activity, process, docker, subgraph, ...entry }) => ({
    ...entry,
    activity,
    process,
    docker,
    subgraph,
  }));

/** The form of VX11_CATALOG, with the rules that span services. */
export const catalogFile = z.strictObject({
  services: z.record(z.string(), service).superRefine(checkTogether),
});

type Entries = Readonly<Record<string, z.output<typeof service>>>;

/** Shows up in URLs, file names, environment variables and log lines. */
const NAME_FORM = /^[a-z][a-z0-9_-]{0,62}$/;

function checkTogether(services: Entries, context: z.RefinementCtx<Entries>): void {
  const problem = (message: string, ...path: (string | number)[]): void =>
    context.addIssue({ code: 'custom', message, path });
  const ownerOf = new Map<number, string>(
    Object.entries(coreServices).map(([name, { port }]) => [port, name]),
  );
  const containerOwnerOf = new Map<string, string>();
  for (const [name, entry] of Object.entries(services)) {
    if (!NAME_FORM.test(name)) problem('a name of a-z, 0-9, _ and - that begins with a letter', name);
    if (isCoreService(name)) problem('the name of an on-demand service: this one is core and built in', name);
    const owner = ownerOf.get(entry.port);
    if (owner !== undefined) problem(`a port of its own: ${owner} has this one`, name, 'port');
    ownerOf.set(entry.port, name);
    const container = entry.docker?.service;
    const containerOwner = container === undefined ? undefined : containerOwnerOf.get(container);
    if (containerOwner !== undefined)
      problem(`a container of its own: ${containerOwner} has this one`, name, 'docker', 'service');
    if (container !== undefined) containerOwnerOf.set(container, name);
    entry.dependsOn.forEach((below, index) => {
      if (!Object.hasOwn(services, below))
        problem('the name of a service in this file', name, 'dependsOn', index);
    });
  }
  const cycle = findCycle(new Map(Object.entries(services)));
  if (cycle !== undefined) problem(`no cycle, but ${cycle.join(' -> ')}`, cycle[0] ?? '', 'dependsOn');
}
