import { useEffect, useRef } from 'react';
import { commandOf, type Command } from './keys.ts';

const SEQUENCE_MS = 1_200;

/** Listens on the whole page, but not while a panel or a dialog is in front of it. */
export function useKeys(onCommand: (command: Command) => void): void {
  const handler = useRef(onCommand);
  useEffect(() => {
    handler.current = onCommand;
  });
  useEffect(() => {
    let last: { readonly key: string; readonly atMs: number } | null = null;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.altKey || document.querySelector('dialog[open]') !== null) return;
      const after = last !== null && event.timeStamp - last.atMs < SEQUENCE_MS ? last.key : null;
      const press = {
        key: event.key,
        command: event.metaKey || event.ctrlKey,
        writing: isWriting(event.target),
      };
      last = press.writing ? null : { key: event.key, atMs: event.timeStamp };
      const command = commandOf(press, after);
      if (command === null) return;
      event.preventDefault();
      last = null;
      handler.current(command);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return target.type !== 'checkbox' && target.type !== 'radio';
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** The nearest button with that key: of the row that has the focus, else the first one. */
export function pressKeyed(button: string): void {
  const named = `[data-key="${button}"]`;
  const row = document.activeElement?.closest('[data-row]');
  const found = row?.querySelector<HTMLElement>(named) ?? document.querySelector<HTMLElement>(named);
  found?.click();
}

/** The search or filter of the page, or else its message. */
export function focusSearch(): void {
  const fields = document.querySelectorAll<HTMLElement>('main input[type="search"]');
  const field = [...fields].find((each) => each.offsetParent !== null);
  (field ?? document.querySelector<HTMLElement>('main textarea'))?.focus();
}
