import { useState } from 'react';
import { useClient } from 'urql';
import { outcomeOf, type Outcome } from '../server/outcome.ts';
import { addressOf } from '../shell/route.ts';
import type { Mutation } from './mutations.ts';
import { parseVariables } from './parse-variables.ts';

/** The GraphQL as it will be sent, its variables to be completed, and what came of it. */
export function SendMutation(props: { readonly mutation: Mutation; readonly onBack: () => void }) {
  const { mutation } = props;
  const client = useClient();
  const [text, setText] = useState(() => JSON.stringify(mutation.variables, null, 2));
  const [outcome, setOutcome] = useState<Outcome | 'sent' | null>(null);
  const variables = parseVariables(text);

  async function send(): Promise<void> {
    if (variables === null) return;
    setOutcome('sent');
    const { data, error } = await client.mutation<unknown>(mutation.document, variables).toPromise();
    setOutcome(outcomeOf(data, error, 'It is not known whether it was done'));
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        // send shows every outcome itself.
        void send();
      }}
    >
      <div className="line spread">
        <h2 className="title">{mutation.words}</h2>
        <button type="button" className="quiet" onClick={props.onBack}>
          Back
        </button>
      </div>
      <pre tabIndex={0} aria-label="GraphQL">
        {mutation.document}
      </pre>
      <label className="field">
        Variables
        <textarea
          rows={text.split('\n').length}
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      {variables === null && <p className="broken">The variables are not a JSON object.</p>}
      {outcome !== null && outcome !== 'sent' && (
        <p className={outcome.ok ? 'ready' : 'broken'} role="status">
          {outcome.words}{' '}
          {outcome.correlationId !== null && (
            <a href={addressOf({ page: 'timeline', correlationId: outcome.correlationId })}>
              What belonged to it
            </a>
          )}
        </p>
      )}
      <div className="line end">
        <button
          type="submit"
          className="primary"
          autoFocus
          disabled={variables === null || outcome === 'sent'}
        >
          {outcome === 'sent' ? 'requested' : 'Send'}
        </button>
      </div>
    </form>
  );
}
