import { ServiceWhyDocument, type ServiceWhyQuery } from '../generated/graphql.ts';
import { Refusal } from '../exit/refusal.ts';
import type { Session } from '../session.ts';
import { printable } from '../terminal/printable.ts';
import { table } from '../terminal/table.ts';
import { milliseconds } from '../terminal/time-words.ts';
import { shortId } from '../window/find-window.ts';
import { failureLines, stateInColour } from '../window/window-words.ts';

type Service = NonNullable<ServiceWhyQuery['service']>;

/** Who keeps it up and until when, how it last stopped and by whose order, and what went wrong. */
export async function explainService(session: Session, [name = '']: readonly string[]): Promise<void> {
  const { client, terminal, signal } = session;
  const answer = await client.query(ServiceWhyDocument, { name }, { signal });
  const { service } = answer.data;
  if (service === null)
    throw (
      answer.errors[0] ??
      new Refusal('NOT_FOUND', `there is no service ${name}; "vx11 service list" lists them`)
    );
  const failed = lastFailed(answer.data, name);
  terminal.show({ ...service, lastFailedWindow: failed ?? null }, () => [
    ...linesOf(service, session),
    ...(service.failure !== null || failed === undefined ? [] : pastFailure(failed, session)),
  ]);
}

type FailedWindow = ServiceWhyQuery['windows']['edges'][number]['node'];

/** Of the newest windows that ended, or go on, with something wrong: the newest for which it was this service. */
function lastFailed({ windows }: ServiceWhyQuery, name: string): FailedWindow | undefined {
  return windows.edges.map(({ node }) => node).find(({ failure }) => failure?.service.name === name);
}

function pastFailure({ id, closedAt, failure }: FailedWindow, { terminal }: Session): string[] {
  const when = closedAt === null ? '' : ` ${terminal.times.instant(closedAt)}`;
  return [
    '',
    `What went wrong last, in the window ${shortId(id)}${when}`,
    ...failureLines(failure, terminal),
  ];
}

function linesOf(service: Service, { terminal }: Session): string[] {
  const { colours, times } = terminal;
  const { name, state, reason, lastStop, failure, startup, dependsOn } = service;
  const since = state === 'READY' ? `since ${times.instant(service.startedAt)}` : (reason ?? '');
  const stop =
    lastStop === null
      ? []
      : [
          ['last stop', `${times.instant(lastStop.at)}: ${lastStop.rule}, by ${lastStop.by}`],
          ['', colours.dim(lastStop.correlationId)],
        ];
  const usually =
    startup === null
      ? []
      : [['starts in', `usually ${milliseconds(startup.p50Ms)} (${startup.samples} seen)`]];
  const needs =
    dependsOn.length === 0
      ? []
      : [['needs', dependsOn.map((one) => `${one.name} (${one.state})`).join(', ')]];
  const restarts = service.restartCount === 0 ? [] : [['restarts', String(service.restartCount)]];
  return [
    `${colours.bold(name)} is ${stateInColour(state, colours)} ${since}`.trimEnd(),
    ...holderLines(service, terminal),
    ...table([...stop, ...usually, ...needs, ...restarts]),
    ...(failure === null ? [] : ['', ...failureLines(failure, terminal)]),
  ];
}

function holderLines({ kind, holders }: Service, { colours, times }: Session['terminal']): string[] {
  if (kind === 'CORE') return ['It is core: it always runs, and no window holds it.'];
  if (holders.length === 0) return ['No window holds it, so it should not run.'];
  const rows = holders.map(({ window, by, reason, deadline }) => [
    shortId(window.id),
    stateInColour(window.state, colours),
    `by ${by}`,
    deadline === null ? 'until it is closed' : times.instant(deadline),
    printable(reason),
  ]);
  return ['Held by', ...table(rows).map((line) => `  ${line}`)];
}
