import { createHash } from 'node:crypto';
import { CodedError } from '../../../platform/errors.ts';
import { createTextCache } from '../../../platform/graphql/documents/text-cache.ts';
import { excessOf } from '../../plan/document-limit.ts';
import { canonicalDocument } from './canonical-document.ts';

/** What a client sends to name an operation: its text, its id, or both. */
interface SentDocument {
  readonly query?: unknown;
  readonly documentId?: unknown;
  readonly extensions?: unknown;
}

/** The only operations that are answered. */
export interface TrustedDocuments {
  /** The text of the operation, or why it is not answered. A text that was sent is kept as it is, so that its answer is what its client expects. */
  textOf(sent: SentDocument): string | CodedError;
}

/** Texts that were sent and found trusted: most clients send the same few again and again. */
const KEPT_TEXTS = 1_000;

/** `documents`: texts by ids. Each also goes by the SHA-256 of its text, and by its text in any form that canonical-document.ts takes for the same. */
export function createTrustedDocuments(documents: Readonly<Record<string, string>>): TrustedDocuments {
  const byId = new Map<string, string>();
  const canonical = new Set<string>();
  const known = createTextCache<true>({ entries: KEPT_TEXTS });
  for (const [id, text] of Object.entries(documents)) {
    canonical.add(canonicalDocument(text));
    for (const name of [bare(id), sha256(text)]) byId.set(name, text);
  }
  function isTrusted(text: string): boolean {
    if (known.get(text) !== undefined) return true;
    if (!isOneOf(canonical, text)) return false;
    known.set(text, true);
    return true;
  }
  return {
    textOf(sent) {
      const { query } = sent;
      if (typeof query === 'string' && query !== '')
        return isTrusted(query) ? query : untrusted(`the text with SHA-256 ${sha256(query)}`);
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
  if (typeof documentId === 'string') return bare(documentId);
  const persisted = propertyOf(extensions, 'persistedQuery');
  const hash = propertyOf(persisted, 'sha256Hash');
  return typeof hash === 'string' ? hash : undefined;
}

function bare(id: string): string {
  return id.replace(/^sha256:/, '');
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

/** What is no GraphQL is none of the list either, nor what is too long or too deep to be looked at. */
function isOneOf(canonical: ReadonlySet<string>, text: string): boolean {
  if (excessOf(text) !== undefined) return false;
  try {
    return canonical.has(canonicalDocument(text));
  } catch {
    return false;
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
