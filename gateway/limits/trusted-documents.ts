import { createHash } from 'node:crypto';
import { stripIgnoredCharacters } from 'graphql';
import { CodedError } from '../../platform/errors.ts';

/** What a client sends to name an operation: its text, its id, or both. */
interface SentDocument {
  readonly query?: unknown;
  readonly documentId?: unknown;
  readonly extensions?: unknown;
}

/** The only operations that are answered. */
export interface TrustedDocuments {
  /** The text of the operation, or why it is not answered. */
  textOf(sent: SentDocument): string | CodedError;
}

/** `documents`: texts by ids. Each also goes by the SHA-256 of its text, and by the text itself, however it is spaced. */
export function createTrustedDocuments(documents: Readonly<Record<string, string>>): TrustedDocuments {
  const byId = new Map<string, string>();
  const byText = new Map<string, string>();
  for (const [id, text] of Object.entries(documents)) {
    byText.set(stripIgnoredCharacters(text), text);
    for (const name of [id, sha256(text)]) byId.set(name, text);
  }
  return {
    textOf(sent) {
      const { query } = sent;
      if (typeof query === 'string' && query !== '')
        return byText.get(strippedOrWhole(query)) ?? untrusted(`the text with SHA-256 ${sha256(query)}`);
      const id = idOf(sent);
      if (id === undefined) {
        const problem =
          'documentId must be the id of an operation that this gateway knows, or query its text';
        return new CodedError('BAD_USER_INPUT', { problem });
      }
      return byId.get(id) ?? untrusted(`documentId ${id.slice(0, LONGEST_ECHO)}`);
    },
  };
}

const LONGEST_ECHO = 80;

function untrusted(what: string): CodedError {
  const problem = `this gateway answers only operations of its list, and ${what} is none of them`;
  return new CodedError('FORBIDDEN', { problem });
}

/** As `documentId`, with or without its algorithm, or in the way of automatic persisted queries. */
function idOf({ documentId, extensions }: SentDocument): string | undefined {
  if (typeof documentId === 'string') return documentId.replace(/^sha256:/, '');
  const persisted = propertyOf(extensions, 'persistedQuery');
  const hash = propertyOf(persisted, 'sha256Hash');
  return typeof hash === 'string' ? hash : undefined;
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

/** What is no GraphQL is none of the list either. */
function strippedOrWhole(text: string): string {
  try {
    return stripIgnoredCharacters(text);
  } catch {
    return text;
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
