import { toDateTime } from '../../../../platform/clock.ts';
import { withDeadline } from '../../../../platform/deadline.ts';
import { CodedError } from '../../../../platform/errors.ts';
import type { Resolvers } from '../../../../schema/generated/madre.ts';
import { coreServices, isCoreService } from '../../core-services.ts';
import type { MadreContext, ServiceKey } from '../../context.ts';
import { recordWithoutRun, type ServiceRecord } from '../../services/service-record.ts';
import { dossier } from '../../windows/record/dossier.ts';
import type { LogLineRecord } from '../../windows/record/window-record.ts';

const LARGEST_TAIL = 5_000;
const LOGS_LIMIT_MS = 5_000;

export const serviceResolvers: Pick<Resolvers<MadreContext>, 'Service'> = {
  Service: {
    __resolveReference: ({ name }, { power }) => (power.services.get(name) === undefined ? null : { name }),
    name: ({ name }) => name,
    description: ({ name }, _args, context) =>
      isCoreService(name)
        ? coreServices[name].description
        : (context.power.catalog.get(name)?.description ?? 'no longer in the catalog'),
    kind: ({ name }) => (isCoreService(name) ? 'CORE' : 'ON_DEMAND'),
    state: (key, _args, context) => recordOf(key, context).state,
    reason: (key, _args, context) => recordOf(key, context).reason,
    seq: (key, _args, context) => recordOf(key, context).seq,
    observedAt: (key, _args, context) => toDateTime(recordOf(key, context).observedAt),
    async holders({ name }, _args, context) {
      const holders = (await context.liveWindows()).filter(({ closure }) => closure.includes(name));
      return holders
        .toSorted((a, b) => (b.deadline ?? Infinity) - (a.deadline ?? Infinity))
        .map((window) => ({
          window,
          deadline: window.deadline === null ? null : toDateTime(window.deadline),
          by: window.openedBy,
          reason: window.reason,
        }));
    },
    lastStop(key, _args, context) {
      const { lastStop } = recordOf(key, context);
      return lastStop === null ? null : { ...lastStop, at: toDateTime(lastStop.at) };
    },
    dependsOn: ({ name }, _args, context) =>
      (context.power.catalog.get(name)?.dependsOn ?? []).map((below) => ({ name: below })),
    port: ({ name }, _args, context) =>
      isCoreService(name) ? coreServices[name].port : (context.power.catalog.get(name)?.port ?? null),
    image: (key, _args, context) => recordOf(key, context).image,
    startedAt(key, _args, context) {
      const { startedAt } = recordOf(key, context);
      return startedAt === null ? null : toDateTime(startedAt);
    },
    exitCode: (key, _args, context) => recordOf(key, context).exitCode,
    restartCount: (key, _args, context) => recordOf(key, context).restartCount,
    failure(key, _args, context) {
      const { failure } = recordOf(key, context);
      return failure === null ? null : dossier(key.name, failure);
    },
    startup({ name }, _args, { power, memoryPeaks }) {
      const statistics = power.startups.statistics(name);
      return statistics === null ? null : { ...statistics, peakMemoryBytes: memoryPeaks.peakBytes(name) };
    },
    async logs({ name }, { tail, since }, context) {
      if (tail < 0 || tail > LARGEST_TAIL)
        throw new CodedError('BAD_USER_INPUT', {
          problem: `tail must be between 0 and ${LARGEST_TAIL}, got ${tail}`,
        });
      const service = context.power.catalog.get(name);
      if (service === undefined) return [];
      const limit = {
        clock: context.power.clock,
        limitMs: LOGS_LIMIT_MS,
        what: `reading the logs of ${name}`,
        parent: context.request.signal,
      };
      const window = {
        tail,
        ...(since === null || since === undefined ? {} : { sinceMs: instantOf(since) }),
      };
      const lines = await withDeadline(limit, (signal) => context.runtime.logs(service, window, signal));
      return logLines(
        name,
        lines.map(({ atMs, stream, text }) => ({ at: atMs, stream, text })),
      );
    },
  },
};

/** Numbered within the answer, oldest first. */
export function logLines(service: string, lines: readonly LogLineRecord[]) {
  return lines.map(({ at, stream, text }, index) => ({
    seq: index + 1,
    service,
    at: toDateTime(at),
    stream,
    text,
  }));
}

function recordOf({ name, record }: ServiceKey, { power }: MadreContext): ServiceRecord {
  return record ?? power.services.get(name) ?? lostRecord(name, power.clock.now());
}

/** Of what the catalog has lost, and windows still name. */
function lostRecord(name: string, observedAt: number): ServiceRecord {
  return recordWithoutRun({ name, state: 'MISSING', reason: 'NOT_INSTALLED', observedAt });
}

function instantOf(since: string): number {
  const instant = Date.parse(since);
  if (Number.isNaN(instant))
    throw new CodedError('BAD_USER_INPUT', {
      problem: `since must be an RFC 3339 instant, got ${JSON.stringify(since)}`,
    });
  return instant;
}
