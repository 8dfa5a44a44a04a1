import type { z } from 'zod';

export type IssuePath = readonly (string | number)[];

export interface DescribedIssue {
  readonly path: IssuePath;
  readonly expected: string;
  readonly found: string;
}

type Issue = z.core.$ZodIssue;

/** What zod found wrong, as people read it: where, what was expected, what came. Unknown keys are one issue each. */
export function describeIssue(issue: Issue, root: unknown): readonly DescribedIssue[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key], expected: 'no such key', found: key }));
  }
  if (issue.code === 'invalid_key') {
    return issue.issues.map((inner) => ({
      path,
      expected: `a key that is ${expectation(inner)}`,
      found: describeValue(path.at(-1)),
    }));
  }
  return [{ path, expected: expectation(issue), found: describeValue(valueAt(root, path)) }];
}

function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected;
    case 'too_small':
      return `${issue.origin} of at least ${String(issue.minimum)}`;
    case 'too_big':
      return `${issue.origin} of at most ${String(issue.maximum)}`;
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_format':
      return describeFormat(issue);
    case 'not_multiple_of':
      return `a multiple of ${String(issue.divisor)}`;
    default:
      return issue.message;
  }
}

/** Ours say what is expected; those that zod has by itself begin with "Invalid". */
function describeFormat(issue: Extract<Issue, { code: 'invalid_format' }>): string {
  if (!issue.message.startsWith('Invalid ')) return issue.message;
  return issue.pattern === undefined ? issue.format : `a text that matches ${issue.pattern}`;
}

function valueAt(root: unknown, path: IssuePath): unknown {
  let value = root;
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.hasOwn(value, part) ? (value as Record<string | number, unknown>)[part] : undefined;
  }
  return value;
}

const LONGEST_VALUE = 80;

function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
