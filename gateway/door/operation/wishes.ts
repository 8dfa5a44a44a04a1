import type { Request, RequestHandler } from 'express';
import { CodedError } from '../../../platform/errors.ts';
import { readWishes } from '../../wishes/read-wishes.ts';
import { refuse } from '../refusal.ts';
import { actorOf, visitOf } from '../visit.ts';

/** Learns what is asked for beside the operation, and refuses who may not have it before anything runs. */
export const learnWishes: RequestHandler = (request, response, next) => {
  try {
    visitOf(response).wishes = readWishes(request.headers, extensionsOf(request), actorOf(response));
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return refuse(response, error);
  }
  next();
};

/** In a body parsed as JSON, or as JSON in the address, where what is none is left to Apollo Server. */
function extensionsOf(request: Request): unknown {
  const sent: unknown = request.method === 'GET' ? request.query : request.body;
  const extensions: unknown =
    typeof sent === 'object' && sent !== null && 'extensions' in sent ? sent.extensions : undefined;
  if (typeof extensions !== 'string') return extensions;
  try {
    return JSON.parse(extensions);
  } catch {
    return undefined;
  }
}
