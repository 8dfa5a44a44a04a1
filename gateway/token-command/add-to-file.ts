import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { Document, isSeq, parseDocument } from 'yaml';
import { ConfigurationError } from '../../platform/configuration/configuration-error.ts';
import { makePrivateFile } from '../../platform/private-folder.ts';
import { parseTokens, type TokenEntry } from '../config/tokens.ts';

/**
 * Adds the entry to VX11_TOKENS, made where it is missing; comments and order stay. The file is replaced as a whole, so that a server that
 * reads it meanwhile sees the old list or the new one. Throws ConfigurationError where the file, or the list with the entry, cannot be used.
 */
export function addToFile(file: string, entry: TokenEntry): void {
  const document = readDocument(file);
  const tokens = document.get('tokens');
  if (tokens === undefined || tokens === null) document.set('tokens', document.createNode([]));
  else if (!isSeq(tokens))
    throw new ConfigurationError([
      { file, path: 'tokens', expected: 'a list', found: JSON.stringify(tokens) },
    ]);
  document.addIn(['tokens'], document.createNode(entry));
  const text = document.toString();
  // It may be the file of another graph, whose scopes are its own.
  parseTokens(file, text, 'any');
  const next = `${file}.new`;
  makePrivateFile(next);
  writeFileSync(next, text);
  renameSync(next, file);
}

function readDocument(file: string): Document {
  const text = readText(file);
  if (text === undefined) return new Document({ tokens: [] });
  const document = parseDocument(text);
  if (document.errors[0] === undefined && text.trim() !== '') return document;
  if (text.trim() === '') return new Document({ tokens: [] });
  const found = document.errors[0]?.message ?? 'another text';
  throw new ConfigurationError([{ file, path: '', expected: 'valid YAML', found }]);
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
