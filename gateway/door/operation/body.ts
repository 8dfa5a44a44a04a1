import express, { type RequestHandler } from 'express';
import { CodedError } from '../../../platform/errors.ts';
import type { TrustedDocuments } from '../../limits/trusted/trusted-documents.ts';
import { refuse } from '../refusal.ts';
import { trustDocuments } from './trusted-documents.ts';

/**
 * Parses a JSON body up to the limit; another method, what is no JSON, too long, or carries no query, is refused before
 * GraphQL sees it.
 */
export function readJsonBody(limitBytes: number, trusted?: TrustedDocuments): readonly RequestHandler[] {
  const trust = trusted === undefined ? [] : [trustDocuments(trusted)];
  return [demandMethod, demandJson, parseJson(limitBytes), ...trust, demandQuery];
}

const demandMethod: RequestHandler = (request, response, next) => {
  if (request.method === 'POST' || request.method === 'GET') {
    next();
    return;
  }
  response.setHeader('allow', 'GET, POST');
  refuse(
    response,
    new CodedError('BAD_USER_INPUT', { problem: `the method must be GET or POST, got ${request.method}` }),
    405,
  );
};

const demandJson: RequestHandler = (request, response, next) => {
  if (request.method !== 'POST' || request.is('application/json') !== false) {
    next();
    return;
  }
  const problem = `the content type must be application/json, got ${request.headers['content-type'] ?? 'none'}`;
  refuse(response, new CodedError('BAD_USER_INPUT', { problem }), 415);
};

function parseJson(limitBytes: number): RequestHandler {
  // Not strict: what is JSON but no object gets the same words as every other body without a query.
  const parse = express.json({ limit: limitBytes, strict: false });
  return (request, response, next) => {
    parse(request, response, (error?: unknown) => {
      if (error === undefined) next();
      else next(refusalOf(error, limitBytes) ?? error);
    });
  };
}

/** A persisted query, which comes without its text, gets its own answer. */
const demandQuery: RequestHandler = (request, response, next) => {
  const sent: unknown = request.method === 'GET' ? request.query : request.body;
  const problem = isRecord(sent)
    ? problemOfQuery(sent)
    : `the body must be a JSON object, got ${kindOf(sent)}`;
  if (problem === undefined) next();
  else refuse(response, new CodedError('BAD_USER_INPUT', { problem }));
};

function problemOfQuery(sent: Readonly<Record<string, unknown>>): string | undefined {
  const { query, extensions } = sent;
  if (typeof query === 'string' && query !== '') return undefined;
  if (query === undefined && extensions !== undefined) return undefined;
  return `query must be the text of a GraphQL operation, got ${kindOf(query)}`;
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === '') return 'an empty text';
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'string' ? 'a text' : 'an object';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refusalOf(error: unknown, limitBytes: number): CodedError | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string' && error.code.startsWith('Z_')) {
    const problem = `the body must be packed as its content-encoding says: ${error.message}`;
    return new CodedError('BAD_USER_INPUT', { problem });
  }
  if (!('type' in error)) return undefined;
  if (error.type === 'entity.too.large') return new CodedError('PAYLOAD_TOO_LARGE', { limitBytes });
  if (error.type === 'entity.parse.failed') {
    return new CodedError('BAD_USER_INPUT', { problem: `the body must be JSON: ${error.message}` });
  }
  return undefined;
}
