import type { AnyVariables, TypedDocumentNode } from '@urql/core';
import { useCallback, useState } from 'react';
import { useClient } from 'urql';
import { outcomeOf, type Outcome } from './outcome.ts';

export interface Action<Variables> {
  /** Never rejects: each end is an outcome. */
  readonly run: (variables: Variables) => Promise<Outcome>;
  readonly running: boolean;
  /** Of the last run, where it was not carried out. */
  readonly refusal: string | undefined;
  readonly clear: () => void;
}

/** A mutation. `unknown` is what is not known where no answer comes: "it is not known whether the window closes". */
export function useAction<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  unknown: string,
): Action<Variables> {
  const client = useClient();
  const [running, setRunning] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const run = useCallback(
    async (variables: Variables) => {
      setRunning(true);
      const { data, error } = await client.mutation(document, variables).toPromise();
      const outcome = outcomeOf(data, error, unknown);
      setRunning(false);
      setRefusal(outcome.ok ? undefined : outcome.words);
      return outcome;
    },
    [client, document, unknown],
  );
  return { run, running, refusal, clear: useCallback(() => setRefusal(undefined), []) };
}
