import { useEffect, useRef, type ReactNode } from 'react';

/**
 * A modal of the browser's own: it traps the focus, Escape closes it, and whoever had the focus gets it back. What is marked
 * `data-focus` has it first.
 */
export function Dialog(props: {
  readonly label: string;
  readonly className?: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    dialog?.showModal();
    dialog?.querySelector<HTMLElement>('[data-focus]')?.focus();
    return () => {
      dialog?.close();
      // The browser restores it for a dialog that stays in the page; this one leaves.
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      aria-label={props.label}
      className={props.className}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) props.onClose();
      }}
    >
      <div className="sheet">{props.children}</div>
    </dialog>
  );
}
