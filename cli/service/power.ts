import {
  RestartServiceDocument,
  StartServiceDocument,
  StopServiceDocument,
  type StartServiceMutation,
} from '../generated/graphql.ts';
import { demandOk } from '../exit/refusal.ts';
import type { Session } from '../session.ts';
import { stateInColour } from '../window/window-words.ts';

type Payload = StartServiceMutation['startService'];

export async function startService(session: Session, [name = '']: readonly string[]): Promise<void> {
  show(session, name, (await session.client.mutate(StartServiceDocument, { name })).data.startService);
}

export async function stopService(session: Session, [name = '']: readonly string[]): Promise<void> {
  show(session, name, (await session.client.mutate(StopServiceDocument, { name })).data.stopService);
}

export async function restartService(session: Session, [name = '']: readonly string[]): Promise<void> {
  show(session, name, (await session.client.mutate(RestartServiceDocument, { name })).data.restartService);
}

function show({ terminal }: Session, name: string, payload: Payload): void {
  demandOk(payload);
  const { message, service } = payload;
  const state = service === null ? '' : ` is ${stateInColour(service.state, terminal.colours)}`;
  terminal.show(payload, () => [`${name}${state}${message === null ? '' : `: ${message}`}`]);
}
