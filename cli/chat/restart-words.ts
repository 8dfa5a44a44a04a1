import type { ChatStep } from '../../client/index.ts';

type Restarted = Pick<
  Extract<ChatStep, { type: 'restarted' }>,
  'from' | 'to' | 'reason' | 'discardedCharacters'
>;

/** Without another engine madre may answer or nobody: what follows says which. */
export function restartWords({ from, to, reason, discardedCharacters }: Restarted): string {
  const next = to ?? 'no other engine';
  return `${from ?? 'the engine'} failed (${reason}): the ${discardedCharacters} characters above are void; ${next} starts over`;
}
