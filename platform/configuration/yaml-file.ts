import { readFileSync } from 'node:fs';
import { isMap, isPair, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { ConfigurationError, type ConfigurationProblem } from './configuration-error.ts';
import { describeIssue, NOT_SHOWN, type Discretion, type IssuePath } from './schema-issue.ts';

/**
 * Reads YAML (so JSON too) and checks it whole. Throws ConfigurationError with every problem, each with its line.
 * A file that is empty counts as `{}`.
 */
export function readYamlFile<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  discretion?: Discretion,
): z.output<Schema> {
  return parseRead({ file: path, text: readText(path), discretion }, schema);
}

/** The same for a text that was read already; `file` names it in problems. */
export function parseYaml<Schema extends z.ZodType>(
  file: string,
  text: string,
  schema: Schema,
): z.output<Schema> {
  return parseRead({ file, text, discretion: undefined }, schema);
}

interface ReadFile {
  readonly file: string;
  readonly text: string;
  readonly discretion: Discretion | undefined;
}

function parseRead<Schema extends z.ZodType>(
  { file, text, discretion }: ReadFile,
  schema: Schema,
): z.output<Schema> {
  const lines = new LineCounter();
  // As warnings, pieces of the file would go past the problems, straight to the output.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const syntax = document.errors.map((error): ConfigurationProblem => {
    return {
      file,
      line: lines.linePos(error.pos[0]).line,
      path: '',
      expected: 'valid YAML',
      // What yaml says may quote the file.
      found: discretion === undefined ? error.message : error.code,
    };
  });
  if (syntax.length > 0) throw new ConfigurationError(syntax);

  const value = toValue(file, document, discretion) ?? {};
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  throw new ConfigurationError(
    checked.error.issues
      .flatMap((issue) => describeIssue(issue, value, discretion))
      .map(({ path, shownPath, expected, found }) => {
        return { file, line: lineOf(document, lines, path), path: shownPath, expected, found };
      }),
  );
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const found = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new ConfigurationError([{ file: path, path: '', expected: 'a readable file', found }], error);
  }
}

/** Resolving aliases can fail: an anchor that is missing, or one that expands beyond yaml's limit. */
function toValue(file: string, document: Document.Parsed, discretion: Discretion | undefined): unknown {
  try {
    return document.toJS();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const found = discretion === undefined ? message : NOT_SHOWN;
    throw new ConfigurationError(
      [{ file, path: '', expected: 'valid YAML', found }],
      discretion === undefined ? error : undefined,
    );
  }
}

/** The line of the key at the path, or of the deepest part of it that the file has. */
function lineOf(document: Document.Parsed, lines: LineCounter, path: IssuePath): number {
  for (let length = path.length; length > 0; length -= 1) {
    const offset = offsetOf(document, path.slice(0, length));
    if (offset !== undefined) return lines.linePos(offset).line;
  }
  return 1;
}

function offsetOf(document: Document.Parsed, path: IssuePath): number | undefined {
  const last = path.at(-1);
  const parent = document.getIn(path.slice(0, -1), true);
  if (isMap(parent)) {
    const pair = parent.items.find(
      (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(last),
    );
    return pair !== undefined && isScalar(pair.key) ? pair.key.range?.[0] : undefined;
  }
  const node: unknown = document.getIn(path, true);
  return rangeOf(node)?.[0];
}

function rangeOf(node: unknown): readonly number[] | undefined {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)
    ? (node.range as number[])
    : undefined;
}
