import type { Request, RequestHandler } from 'express';
import type { TrustedDocuments } from '../../limits/trusted/trusted-documents.ts';
import { refuse } from '../refusal.ts';

/** Puts the text of a trusted operation in the place of its id; refuses every other operation before it is parsed. */
export function trustDocuments(trusted: TrustedDocuments): RequestHandler {
  return (request, response, next) => {
    const sent: unknown = request.method === 'GET' ? inAddress(request) : request.body;
    const text = trusted.textOf(isRecord(sent) ? sent : {});
    if (typeof text !== 'string') return refuse(response, text);
    if (request.method === 'GET') request.url = withText(request.url, text);
    else request.body = asText(sent, text);
    next();
  };
}

type Sent = Readonly<Record<string, unknown>>;

function inAddress({ query }: Request): Sent {
  const { extensions } = query;
  return { ...query, extensions: typeof extensions === 'string' ? parsed(extensions) : extensions };
}

function asText(sent: unknown, query: string): Sent {
  const body = isRecord(sent) ? sent : {};
  const { extensions } = body;
  return { ...body, query, ...(isRecord(extensions) ? { extensions: withoutId(extensions) } : {}) };
}

function withText(url: string, text: string): string {
  // What follows the first question mark may have others.
  const [path = '', ...search] = url.split('?');
  const parameters = new URLSearchParams(search.join('?'));
  const extensions = parsed(parameters.get('extensions') ?? '');
  parameters.set('query', text);
  if (isRecord(extensions)) parameters.set('extensions', JSON.stringify(withoutId(extensions)));
  return `${path}?${parameters.toString()}`;
}

/** It was carried out here. */
function withoutId({ persistedQuery: _carriedOut, ...others }: Sent): Sent {
  return others;
}

function isRecord(value: unknown): value is Sent {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
