import { toDateTime } from '../../../../platform/clock.ts';
import { CodedError } from '../../../../platform/errors.ts';
import type { MadreContext } from '../../context.ts';
import { isCoreService } from '../../core-services.ts';
import { LARGEST_TAIL, type NumberedLine } from '../../logs/numbered-lines.ts';

export function serviceLogLines(
  name: string,
  from: { readonly tail: number; readonly afterSeq: number | null },
  context: MadreContext,
): AsyncIterableIterator<NumberedLine> {
  const { catalog, services } = context.power;
  const service = catalog.get(name);
  if (service === undefined)
    throw badInput(
      isCoreService(name)
        ? `${name} belongs to the core, whose logs madre does not have`
        : `${JSON.stringify(name.slice(0, 64))} is not registered; the registered services are ${services.names.join(', ')}`,
    );
  if (from.tail < 0 || from.tail > LARGEST_TAIL)
    throw badInput(`tail must be between 0 and ${LARGEST_TAIL}, got ${from.tail}`);
  const ends = AbortSignal.any([context.request.signal, context.closing]);
  return context.logs.follow(service, from, ends);
}

export function toLogLine(service: string, { seq, atMs, stream, text }: NumberedLine) {
  return { seq, service, at: toDateTime(atMs), stream, text };
}

function badInput(problem: string): CodedError {
  return new CodedError('BAD_USER_INPUT', { problem });
}
