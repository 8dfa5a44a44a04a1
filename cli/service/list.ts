import { ServicesDocument, type Component } from '../../client/index.ts';
import type { Session } from '../session.ts';
import { table } from '../terminal/table.ts';
import { stateInColour } from '../window/window-words.ts';

export async function listServices(session: Session): Promise<void> {
  const { client, terminal, signal } = session;
  const { services } = (await client.query(ServicesDocument, {}, { signal })).data;
  terminal.show(services, () => {
    const head = ['SERVICE', 'KIND', 'STATE', 'SINCE', 'HELD', 'PORT'].map((name) =>
      terminal.colours.dim(name),
    );
    return table([head, ...services.map((service) => rowOf(service, session))]);
  });
}

function rowOf({ name, kind, state, reason, startedAt, holders, port }: Component, { terminal }: Session) {
  const { colours, times } = terminal;
  const [holder] = holders;
  const until = holder?.deadline === null ? 'until closed' : times.instant(holder?.deadline);
  const held = kind === 'CORE' ? 'always' : holder === undefined ? '—' : `by ${holder.by}, ${until}`;
  return [
    name,
    kind === 'CORE' ? 'core' : 'on demand',
    reason === null
      ? stateInColour(state, colours)
      : `${stateInColour(state, colours)} ${colours.dim(reason)}`,
    state === 'READY' ? times.instant(startedAt) : '—',
    holders.length > 1 ? `${held} and ${holders.length - 1} more` : held,
    port === null ? '—' : String(port),
  ];
}
