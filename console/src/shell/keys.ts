/** What a press of keys asks for. */
export type Command =
  | { readonly type: 'palette' }
  | { readonly type: 'go'; readonly to: 'now' | 'windows' | 'chat' | 'timeline' | 'engines' }
  | { readonly type: 'open' }
  | { readonly type: 'search' }
  | { readonly type: 'help' }
  /** Presses the button of that name in the row that has the focus, or the first one on the page. */
  | { readonly type: 'press'; readonly button: 'extend' | 'close' | 'logs' };

interface Press {
  readonly key: string;
  readonly command: boolean;
  /** Whether a text is being written: then only ⌘K is a command. */
  readonly writing: boolean;
}

const places = { n: 'now', w: 'windows', c: 'chat', t: 'timeline', e: 'engines' } as const;
const buttons = { e: 'extend', x: 'close', l: 'logs' } as const;

/** `after` is the key before, where it was pressed just now: g begins a jump. */
export function commandOf(press: Press, after: string | null): Command | null {
  if (press.command) return press.key.toLowerCase() === 'k' ? { type: 'palette' } : null;
  if (press.writing) return null;
  if (after === 'g') {
    const to = Object.entries(places).find(([key]) => key === press.key)?.[1];
    return to === undefined ? null : { type: 'go', to };
  }
  const button = Object.entries(buttons).find(([key]) => key === press.key)?.[1];
  if (button !== undefined) return { type: 'press', button };
  switch (press.key) {
    case 'o':
      return { type: 'open' };
    case '/':
      return { type: 'search' };
    case '?':
      return { type: 'help' };
    default:
      return null;
  }
}
