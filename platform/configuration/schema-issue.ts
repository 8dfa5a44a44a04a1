import type { z } from 'zod';

export type IssuePath = readonly (string | number)[];

export interface DescribedIssue {
  /** The whole path, for its line. */
  readonly path: IssuePath;
  /** The path as it may be shown. */
  readonly shownPath: string;
  readonly expected: string;
  readonly found: string;
}

/** For files in which a secret may stand in the wrong place: what of them a problem may repeat. */
export interface Discretion {
  readonly mayShowValue: (value: unknown) => boolean;
  /** Of keys that are not known. */
  readonly mayShowKey: (key: string) => boolean;
}

export const NOT_SHOWN = 'something else, not shown because it may be a secret';

type Issue = z.core.$ZodIssue;

/**
 * What zod found wrong, as people read it: where, what was expected, what came. Unknown keys are one issue each. Without a discretion
 * everything is shown.
 */
export function describeIssue(
  issue: Issue,
  root: unknown,
  discretion?: Discretion,
): readonly DescribedIssue[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const isShown = discretion?.mayShowKey(key) !== false;
      const shownPath = (isShown ? [...path, key] : path).join('.');
      return { path: [...path, key], shownPath, expected: 'no such key', found: isShown ? key : NOT_SHOWN };
    });
  }
  if (issue.code === 'invalid_key') {
    return issue.issues.map((inner) => ({
      path,
      shownPath: path.join('.'),
      expected: `a key that is ${expectation(inner)}`,
      found: describeValue(path.at(-1), discretion),
    }));
  }
  const found = describeValue(valueAt(root, path), discretion);
  return [{ path, shownPath: path.join('.'), expected: expectation(issue), found }];
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

function describeValue(value: unknown, discretion: Discretion | undefined): string {
  if (value === undefined) return 'nothing';
  if (discretion?.mayShowValue(value) === false) return NOT_SHOWN;
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
