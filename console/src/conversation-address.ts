/** The part of the page's address that names a conversation: #session=<id>, or #session=new for an empty one. */
const KEY = 'session';

export function addressedConversation(): string | null {
  return new URLSearchParams(location.hash.slice(1)).get(KEY);
}

export function keepConversation(id: string): void {
  history.replaceState(null, '', `#${new URLSearchParams({ [KEY]: id }).toString()}`);
}
