import { useCallback, useEffect, useState } from 'react';
import { OpenWindowDocument, type OpenWindowInput } from '../../generated/graphql.ts';
import { useAction } from '../../server/use-action.ts';
import type { Planned } from './use-plan.ts';

const READ_AGAIN = 'The plan was being made anew just then. Read what it says now, and confirm that.';

export interface Confirmation {
  /** Never lost: it opens, or it ends in a refusal. */
  readonly confirm: () => void;
  readonly running: boolean;
  readonly refusal: string | undefined;
}

/**
 * Opens what the plan on the screen says, and nothing else. A confirmation that comes while the plan is asked for anew waits for
 * it, and is carried out where it is still the plan that was read.
 */
export function useConfirm(
  input: OpenWindowInput | null,
  planned: Planned,
  on: { readonly opened: () => void; readonly planChanged: () => void },
): Confirmation {
  const open = useAction(OpenWindowDocument, 'It is not known whether the window opens');
  /** The hash that was on the screen when a confirmation began to wait, null where there was none yet. */
  const [waiting, setWaiting] = useState<{ readonly hash: string | null } | null>(null);
  const [outdated, setOutdated] = useState(false);
  const { plan, planning } = planned;

  async function send(hash: string): Promise<void> {
    if (input === null) return;
    const outcome = await open.run({ input: { ...input, planHash: hash } });
    if (outcome.ok) on.opened();
    else if (outcome.code === 'PLAN_CHANGED') on.planChanged();
  }

  useEffect(() => {
    if (waiting === null || planning) return;
    setWaiting(null);
    if (plan === null || plan.hash !== waiting.hash) return setOutdated(true);
    // send shows every outcome itself.
    void send(plan.hash);
  });

  const confirm = useCallback(() => {
    open.clear();
    setOutdated(false);
    setWaiting({ hash: plan?.hash ?? null });
  }, [open, plan]);
  const running = waiting !== null || open.running;
  return {
    confirm: running ? nothing : confirm,
    running,
    refusal: outdated ? READ_AGAIN : open.refusal,
  };
}

/** What is under way is not sent twice. */
function nothing(): void {
  return undefined;
}
