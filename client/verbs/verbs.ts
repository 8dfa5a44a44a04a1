import type { Client } from '../create-client.ts';
import { createChatVerbs, type ChatVerbs } from './chat.ts';
import { createPowerVerbs, type PowerVerbs } from './power.ts';

/** Named operations of the package's own documents: each is one request or one stream, and nothing more. */
export type Verbs = PowerVerbs & ChatVerbs;

/** What the verbs are made of. */
export type Core = Omit<Client, keyof Verbs>;

export function createVerbs(client: Core): Verbs {
  return { ...createPowerVerbs(client), ...createChatVerbs(client) };
}
