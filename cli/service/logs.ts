import { ServiceLogDocument, ServiceLogsDocument, type LineFragment } from '../generated/graphql.ts';
import { Refusal } from '../exit/refusal.ts';
import type { Session } from '../session.ts';
import { printable } from '../terminal/printable.ts';

interface LogOptions {
  readonly follow?: boolean;
  readonly tail: number;
  readonly times?: boolean;
}

export async function showLogs(
  session: Session,
  [name = '']: readonly string[],
  options: LogOptions,
): Promise<void> {
  const { client, signal } = session;
  const { tail } = options;
  if (options.follow === true) {
    for await (const { data } of client.subscribe(ServiceLogsDocument, { name, tail }, { signal }))
      if (data !== null) show(session, data.serviceLogs, options);
    return;
  }
  const answer = await client.query(ServiceLogDocument, { name, tail }, { signal });
  const { service } = answer.data;
  if (service === null)
    throw (
      answer.errors[0] ??
      new Refusal('NOT_FOUND', `there is no service ${name}; "vx11 service list" lists them`)
    );
  for (const line of service.logs) show(session, line, options);
}

function show({ terminal }: Session, line: LineFragment, { times }: LogOptions): void {
  if (terminal.isJson) return terminal.json(line);
  const { colours } = terminal;
  const at = times === true ? `${colours.dim(line.at)} ` : '';
  const text = printable(line.text);
  terminal.print(at + (line.stream === 'STDERR' ? colours.yellow(text) : text));
}
