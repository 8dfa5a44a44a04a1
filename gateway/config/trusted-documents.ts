import { readFileSync } from 'node:fs';
import { parse } from 'graphql';
import { z } from 'zod';
import { ConfigurationError } from '../../platform/configuration/configuration-error.ts';
import { createTrustedDocuments, type TrustedDocuments } from '../limits/trusted/trusted-documents.ts';

const FORM = 'a JSON object of operations by their ids, as GraphQL Code Generator writes it';
const manifest = z.record(z.string(), z.string());

/** VX11_TRUSTED_DOCUMENTS: the operations of all these files. Throws a ConfigurationError that names what is wrong. */
export function readTrustedDocuments(files: readonly string[]): TrustedDocuments {
  return createTrustedDocuments(
    Object.fromEntries(files.flatMap((file) => Object.entries(readManifest(file)))),
  );
}

function readManifest(file: string): Readonly<Record<string, string>> {
  const parsed = manifest.safeParse(readJson(file));
  if (!parsed.success)
    throw new ConfigurationError([{ file, path: '', expected: FORM, found: 'something else' }]);
  const problems = Object.entries(parsed.data).flatMap(([id, text]) => {
    const found = problemOf(text);
    return found === undefined ? [] : [{ file, path: id, expected: 'a GraphQL operation', found }];
  });
  if (problems.length > 0) throw new ConfigurationError(problems);
  return parsed.data;
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError([{ file, path: '', expected: FORM, found }], error);
  }
}

function problemOf(text: string): string | undefined {
  try {
    parse(text, { noLocation: true });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
