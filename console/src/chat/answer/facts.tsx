import type { SaidFragment } from '../../generated/graphql.ts';
import { factChips } from './fact-chips.ts';

/** What madre's answer stands on. */
export function Facts(props: { readonly facts: SaidFragment['grounded'] }) {
  const chips = factChips(props.facts);
  if (chips.length === 0) return null;
  return (
    <ul className="facts" aria-label="Facts in this answer">
      {chips.map((chip) => (
        <li key={chip}>{chip}</li>
      ))}
    </ul>
  );
}
