import { visit, type DocumentNode } from 'graphql';
import { CodedError } from '../../../platform/errors.ts';

/** Deeper values are no input of ours, and would exhaust the stack of whoever walks them. */
const DEEPEST_VALUE = 100;

/** BAD_USER_INPUT where a text of the variables carries U+0000, at which stores would cut it, or where they are nested too deeply. */
export function variablesRefusal(variables: unknown): CodedError | undefined {
  const waiting: { readonly at: string; readonly value: unknown; readonly depth: number }[] = [
    { at: 'variables', value: variables, depth: 0 },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { at, value, depth } = next;
    if (typeof value === 'string' && value.includes('\0')) return refusal(at.slice(0, 200));
    if (typeof value !== 'object' || value === null) continue;
    if (depth === DEEPEST_VALUE) {
      const problem = `variables must be nested at most ${DEEPEST_VALUE} levels deep`;
      return new CodedError('BAD_USER_INPUT', { problem });
    }
    for (const [key, inner] of Object.entries(value))
      waiting.push({ at: `${at}.${key}`.slice(0, 200), value: inner, depth: depth + 1 });
  }
  return undefined;
}

/** The same for what is written into the document itself. */
export function literalsRefusal(query: string, document: DocumentNode): CodedError | undefined {
  if (!query.includes('\0') && !query.includes('\\u')) return undefined;
  let found: CodedError | undefined;
  visit(document, {
    StringValue({ value, loc }) {
      if (value.includes('\0'))
        found ??= refusal(`the text in line ${loc?.startToken.line ?? 1} of the query`);
    },
  });
  return found;
}

function refusal(where: string): CodedError {
  return new CodedError('BAD_USER_INPUT', { problem: `${where} must not contain the character U+0000` });
}
