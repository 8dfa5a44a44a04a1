import type { RequestHandler } from 'express';
import { tokenFromHeaders, type VerifyToken } from '../../../platform/auth.ts';
import { CodedError } from '../../../platform/errors.ts';
import { refuse } from '../refusal.ts';
import { visitOf } from '../visit.ts';

/** Nothing behind it is read, parsed or answered without an accepted token. */
export function demandToken(verify: VerifyToken): RequestHandler {
  return (request, response, next) => {
    const verdict = verify(tokenFromHeaders(request.headers));
    switch (verdict.verdict) {
      case 'ok':
        visitOf(response).actor = verdict.actor;
        next();
        return;
      case 'missing':
        response.setHeader('www-authenticate', 'Bearer realm="tentaculo_link"');
        refuse(response, new CodedError('UNAUTHENTICATED'));
        return;
      case 'wrong':
        refuse(
          response,
          new CodedError('FORBIDDEN', verdict.isExpired ? { problem: 'the token sent has expired' } : {}),
        );
        return;
    }
  };
}
