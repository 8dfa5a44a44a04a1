import type { WindowRowFragment } from './generated/graphql.ts';
import { sentence } from './problem-words.ts';

/** What went wrong, and apart from it what a person can do. */
export function Failure(props: { readonly failure: NonNullable<WindowRowFragment['failure']> }) {
  const { message, suggestion } = props.failure;
  return (
    <>
      <p className="why">{sentence(message)}</p>
      {suggestion && <p className="dim">What helps: {sentence(suggestion)}</p>}
    </>
  );
}
