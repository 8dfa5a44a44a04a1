import { useState } from 'react';
import {
  DeleteSessionDocument,
  RenameSessionDocument,
  type SessionRowFragment,
} from '../../generated/graphql.ts';
import { useAction } from '../../server/use-action.ts';
import { Dialog } from '../../shell/dialog.tsx';
import { addressOf, NEW_SESSION } from '../../shell/route.ts';
import { go } from '../../shell/use-route.ts';

export function SessionItem(props: { readonly session: SessionRowFragment; readonly current: boolean }) {
  const { session, current } = props;
  const [editing, setEditing] = useState(false);
  const title = session.title ?? 'Without a title';
  return (
    <li className="line">
      <a
        className="clip"
        href={addressOf({ page: 'chat', session: session.id })}
        aria-current={current ? 'true' : undefined}
      >
        {title} <small className="dim">{session.messageCount}</small>
      </a>
      <button type="button" className="quiet" aria-label={`Edit ${title}`} onClick={() => setEditing(true)}>
        …
      </button>
      {editing && <EditSession session={session} current={current} onClose={() => setEditing(false)} />}
    </li>
  );
}

function EditSession(props: {
  readonly session: SessionRowFragment;
  readonly current: boolean;
  readonly onClose: () => void;
}) {
  const { session, onClose } = props;
  const [title, setTitle] = useState(session.title ?? '');
  const rename = useAction(RenameSessionDocument, 'It is not known whether it was renamed');
  const remove = useAction(DeleteSessionDocument, 'It is not known whether it was deleted');

  async function save(): Promise<void> {
    if ((await rename.run({ id: session.id, title })).ok) onClose();
  }
  async function forget(): Promise<void> {
    if (!(await remove.run({ id: session.id })).ok) return;
    onClose();
    if (props.current) go({ page: 'chat', session: NEW_SESSION });
  }
  return (
    <Dialog label="Edit the conversation" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          // save shows its refusal itself.
          void save();
        }}
      >
        <label className="field">
          Title
          <input value={title} onChange={(event) => setTitle(event.target.value)} />
        </label>
        {[rename.refusal, remove.refusal].filter(Boolean).map((refusal) => (
          <p key={refusal} className="broken" role="alert">
            {refusal}
          </p>
        ))}
        <div className="line end">
          <button
            type="button"
            disabled={remove.running}
            // forget shows its refusal itself.
            onClick={() => void forget()}
          >
            Delete it and its {session.messageCount} messages
          </button>
          <button type="submit" className="primary" disabled={title.trim() === '' || rename.running}>
            Rename
          </button>
        </div>
      </form>
    </Dialog>
  );
}
