import { readFileSync } from 'node:fs';
import { isMap, isPair, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { ConfigurationError, type ConfigurationProblem } from './configuration-error.ts';
import { describeIssue, type IssuePath } from './schema-issue.ts';

/**
 * Reads YAML (so JSON too) and checks it whole. Throws ConfigurationError with every problem, each with its line.
 * A file that is empty counts as `{}`.
 */
export function readYamlFile<Schema extends z.ZodType>(path: string, schema: Schema): z.output<Schema> {
  return parseYaml(path, readText(path), schema);
}

/** The same for a text that was read already; `file` names it in problems. */
export function parseYaml<Schema extends z.ZodType>(
  file: string,
  text: string,
  schema: Schema,
): z.output<Schema> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const syntax = document.errors.map((error): ConfigurationProblem => {
    return {
      file,
      line: lines.linePos(error.pos[0]).line,
      path: '',
      expected: 'valid YAML',
      found: error.message,
    };
  });
  if (syntax.length > 0) throw new ConfigurationError(syntax);

  const value = toValue(file, document) ?? {};
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  throw new ConfigurationError(
    checked.error.issues
      .flatMap((issue) => describeIssue(issue, value))
      .map(({ path, expected, found }) => {
        return { file, line: lineOf(document, lines, path), path: path.join('.'), expected, found };
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
function toValue(file: string, document: Document.Parsed): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new ConfigurationError(
      [
        {
          file,
          path: '',
          expected: 'valid YAML',
          found: error instanceof Error ? error.message : String(error),
        },
      ],
      error,
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
