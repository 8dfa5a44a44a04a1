import { Refusal } from '../exit/refusal.ts';
import type { Session } from '../session.ts';

const WHOLE = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** The newest so many are looked at. */
const LOOKED_AT = 100;

/** Enough of an id to tell it from the others; `find` takes it back. */
export function shortId(id: string): string {
  return id.slice(0, 8);
}

/** The whole id for its beginning, where one of the newest windows alone begins so. Throws Refusal otherwise. */
export async function findWindow({ client, signal }: Session, text: string): Promise<string> {
  if (WHOLE.test(text) || text === '') return text;
  const { edges } = await client.windows({ states: null, first: LOOKED_AT }, { signal });
  const found = edges.map(({ node }) => node.id).filter((id) => id.startsWith(text));
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  throw new Refusal(
    'NOT_FOUND',
    only === undefined
      ? `no window begins with ${JSON.stringify(text)}; "vx11 window list --all" lists them`
      : `${found.length} windows begin with ${text}: ${found.join(', ')}`,
  );
}
