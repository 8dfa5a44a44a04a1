import type { WindowRowFragment } from '../generated/graphql.ts';
import { useLive } from '../live/live.tsx';
import { Dialog } from '../shell/dialog.tsx';
import { stopsWith } from './stops-with.ts';

/** Asks first, and says what stops and what others keep up. */
export function CloseWindow(props: {
  readonly window: WindowRowFragment;
  readonly onAnswer: (confirmed: boolean) => void;
}) {
  const { window, onAnswer } = props;
  const { services, windows } = useLive();
  const { stops, stays } = stopsWith(window, [...windows.values()], services);
  return (
    <Dialog label="Close the window" onClose={() => onAnswer(false)}>
      <h2>Close “{window.reason}”?</h2>
      <p>{stops.length > 0 ? `Stops now: ${stops.join(', ')}.` : 'Nothing stops.'}</p>
      {stays.length > 0 && <p className="dim">Stays up for another window: {stays.join(', ')}.</p>}
      <div className="line end">
        <button type="button" onClick={() => onAnswer(false)}>
          Keep it
        </button>
        <button type="button" className="primary" data-focus onClick={() => onAnswer(true)}>
          Close the window
        </button>
      </div>
    </Dialog>
  );
}
