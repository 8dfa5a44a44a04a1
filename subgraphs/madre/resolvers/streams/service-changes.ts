import { toDateTime } from '../../../../platform/clock.ts';
import { CodedError } from '../../../../platform/errors.ts';
import type { ServiceEventType } from '../../../../schema/generated/madre.ts';
import type { MadreContext, ServiceKey } from '../../context.ts';
import type { ServiceRecord } from '../../services/service-record.ts';
import { changesOf, placeBehind } from './changes.ts';

interface ServiceChange {
  readonly seq: number;
  readonly resumeSeq: number | null;
  readonly type: ServiceEventType;
  readonly at: string;
  readonly service: ServiceKey;
  readonly previous: ServiceRecord['state'] | null;
}

/** Now: each of the named services, or all; then each change. */
export function serviceChanges(
  names: readonly string[] | null,
  afterSeq: number | null | undefined,
  context: MadreContext,
) {
  const { services, clock } = context.power;
  const unknown = (names ?? []).filter((name) => !services.names.includes(name));
  if (unknown.length > 0) {
    const problem = `${unknown.map((name) => JSON.stringify(name.slice(0, 64))).join(', ')} is not registered; the registered services are ${services.names.join(', ')}`;
    throw new CodedError('BAD_USER_INPUT', { problem });
  }
  return changesOf<ServiceChange>(context, {
    afterSeq,
    snapshot: async (_db, seq) =>
      services
        .all()
        .filter(({ name }) => names?.includes(name) ?? true)
        .map((record, index, shown) => ({
          seq,
          resumeSeq: placeBehind(index, shown, seq),
          type: 'SNAPSHOT',
          at: toDateTime(clock.now()),
          service: { name: record.name, record },
          previous: null,
        })),
    event({ kind, key, seq, at, data }) {
      if (kind !== 'service' || (names !== null && !names.includes(key))) return undefined;
      // Only services.ts emits events of this kind.
      const { record, previous } = data as {
        readonly record: ServiceRecord;
        readonly previous: ServiceRecord['state'] | null;
      };
      return {
        seq,
        resumeSeq: seq,
        type: 'CHANGED',
        at: toDateTime(at),
        service: { name: key, record: { ...record, seq } },
        previous,
      };
    },
  });
}
