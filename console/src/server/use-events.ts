import type { CombinedError, OperationResult, TypedDocumentNode } from '@urql/core';
import { useEffect, useRef, useState } from 'react';
import { useClient } from 'urql';

export interface EventLoss {
  /** Events that the gateway left out because this page read too slowly. */
  readonly dropped: number;
  /** The gateway lost its own source before this event and cannot say what was missed. */
  readonly gap: boolean;
}

/**
 * Hands over every event of a subscription, also where several come between two paints. Follows for as long as the component
 * is shown and `paused` is false; returns why nothing is told, if so.
 */
export function useEvents<Data, Variables extends Record<string, unknown>>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  onEvent: (data: Data, loss: EventLoss) => void,
  paused = false,
): CombinedError | undefined {
  const client = useClient();
  const [error, setError] = useState<CombinedError>();
  const handler = useRef(onEvent);
  useEffect(() => {
    handler.current = onEvent;
  });
  const asked = JSON.stringify(variables);
  useEffect(() => {
    setError(undefined);
    if (paused) return;
    const given = JSON.parse(asked) as Variables;
    const following = client.subscription(document, given).subscribe((result) => {
      setError(result.error);
      if (result.data !== undefined && result.data !== null) handler.current(result.data, lossOf(result));
    });
    return () => following.unsubscribe();
  }, [client, document, asked, paused]);
  return error;
}

function lossOf(result: Pick<OperationResult, 'extensions'>): EventLoss {
  const dropped: unknown = result.extensions?.['dropped'];
  return { dropped: typeof dropped === 'number' ? dropped : 0, gap: result.extensions?.['gap'] === true };
}
