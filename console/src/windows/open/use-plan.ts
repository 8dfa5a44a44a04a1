import type { CombinedError } from '@urql/core';
import { useEffect, useState } from 'react';
import { useClient } from 'urql';
import { PlanWindowDocument, type OpenWindowInput } from '../../generated/graphql.ts';
import type { Plan } from './plan-words.ts';

export interface Planned {
  readonly plan: Plan | null;
  readonly error: CombinedError | undefined;
  /** True while a newer choice is being planned. */
  readonly planning: boolean;
}

/** What opening would do, asked again at each choice, and whenever `world` changed since. Asking changes nothing. */
export function usePlan(input: OpenWindowInput | null, world: string): Planned {
  const client = useClient();
  const [planned, setPlanned] = useState<Planned>({ plan: null, error: undefined, planning: false });
  const asked = input === null ? null : JSON.stringify(input);
  useEffect(() => {
    if (asked === null) return setPlanned({ plan: null, error: undefined, planning: false });
    let outdated = false;
    setPlanned((before) => ({ ...before, planning: true }));
    const variables = { input: JSON.parse(asked) as OpenWindowInput };
    // A query never rejects: its error is part of the result.
    void client
      .query(PlanWindowDocument, variables, { requestPolicy: 'network-only' })
      .toPromise()
      .then(({ data, error }) => {
        if (!outdated) setPlanned({ plan: data?.planWindow ?? null, error, planning: false });
      });
    return () => {
      outdated = true;
    };
  }, [client, asked, world]);
  return planned;
}
