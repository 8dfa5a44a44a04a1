import { stringifyDocument } from '@urql/core';
import { useState } from 'react';
import { useClient } from 'urql';
import {
  CloseWindowDocument,
  ExtendWindowDocument,
  OpenWindowDocument,
  RestartServiceDocument,
  StartServiceDocument,
  StopServiceDocument,
  type SaidFragment,
} from '../../generated/graphql.ts';
import { outcomeOf, type Outcome } from '../../server/outcome.ts';
import { proposalDocument } from './proposal-document.ts';

const known = {
  openWindow: stringifyDocument(OpenWindowDocument),
  extendWindow: stringifyDocument(ExtendWindowDocument),
  closeWindow: stringifyDocument(CloseWindowDocument),
  startService: stringifyDocument(StartServiceDocument),
  stopService: stringifyDocument(StopServiceDocument),
  restartService: stringifyDocument(RestartServiceDocument),
};

/** Text never acts: here a person reads exactly what would be sent, and sends it. */
export function ProposalCard(props: { readonly proposal: SaidFragment['proposals'][number] }) {
  const { proposal } = props;
  const client = useClient();
  const [outcome, setOutcome] = useState<Outcome | 'sent' | null>(null);
  const document = proposalDocument(proposal.mutation, known);

  async function confirm(): Promise<void> {
    if (document === null) return;
    setOutcome('sent');
    const variables = variablesOf(proposal.variables);
    const { data, error } = await client.mutation<unknown>(document, variables).toPromise();
    setOutcome(outcomeOf(data, error, 'It is not known whether it was done'));
  }

  return (
    <section className="proposal" aria-label={`Proposal: ${proposal.summary}`}>
      <p>
        <strong>Proposal</strong> {proposal.summary}
      </p>
      <pre tabIndex={0} aria-label="What would be sent">
        {/* What differs from one proposal to the next comes first: the rest may have to be scrolled to. */}
        {JSON.stringify(proposal.variables, null, 2)}
        {'\n\n'}
        {document ?? proposal.mutation}
      </pre>
      {proposal.allowed && document !== null ? (
        <button
          type="button"
          className="primary"
          disabled={outcome !== null}
          // confirm shows every outcome itself.
          onClick={() => void confirm()}
        >
          {outcome === 'sent' ? 'requested' : 'Confirm'}
        </button>
      ) : (
        <p className="dim">Not possible: {proposal.reason ?? 'this console does not know that mutation'}.</p>
      )}
      {outcome !== null && outcome !== 'sent' && (
        <p className={outcome.ok ? 'ready' : 'broken'} role="status">
          {outcome.words}
        </p>
      )}
    </section>
  );
}

function variablesOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
