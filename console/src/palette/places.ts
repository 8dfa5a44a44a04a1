import { addressOf, NEW_SESSION, openAddress } from '../shell/route.ts';

export interface Place {
  readonly words: string;
  readonly address: string;
}

export function placesOf(components: readonly string[]): readonly Place[] {
  return [
    { words: 'open a window…', address: openAddress() },
    { words: 'go to Now', address: addressOf({ page: 'now', opening: null }) },
    { words: 'go to Windows', address: addressOf({ page: 'windows' }) },
    { words: 'go to Chat', address: addressOf({ page: 'chat', session: null }) },
    { words: 'new conversation', address: addressOf({ page: 'chat', session: NEW_SESSION }) },
    { words: 'go to Timeline', address: addressOf({ page: 'timeline', correlationId: null }) },
    { words: 'go to Engines', address: addressOf({ page: 'engines' }) },
    { words: 'go to the Playground', address: './playground/' },
    ...components.map((name) => ({
      words: `component ${name}: logs and history`,
      address: addressOf({ page: 'component', name }),
    })),
  ];
}
