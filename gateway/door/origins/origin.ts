import type { RequestHandler } from 'express';
import type { IncomingHttpHeaders } from 'node:http';
import { CodedError } from '../../../platform/errors.ts';
import { isLoopback } from '../../config/tokens.ts';
import { refuse } from '../refusal.ts';

/** Keeps the pages of strangers, which run in the user's own browser, from using this gateway. */
export interface OriginPolicy {
  /** FORBIDDEN where the request comes from a page of another origin, or under a name that is not this machine's. */
  refusalOf(headers: IncomingHttpHeaders): CodedError | undefined;
  /** Whether pages of this other origin may use the gateway. */
  isAllowed(origin: string): boolean;
}

const LONGEST_ECHO = 64;

/** `allowed`: origins with their schemes, as browsers send them. */
export function createOriginPolicy(boundTo: string, allowed: readonly string[] = []): OriginPolicy {
  const isLocal = isLoopback(boundTo);
  const known = new Set(allowed);
  return {
    isAllowed: (origin) => known.has(origin),
    refusalOf(headers) {
      const { host, origin } = headers;
      // A stranger's name may be made to point here, and then its pages count as of the same origin.
      if (isLocal && host !== undefined && !isLoopback(nameOf(host))) {
        const problem = `bound to ${boundTo}, this gateway is asked as localhost, 127.0.0.1 or [::1], got host ${shown(host)}`;
        return new CodedError('FORBIDDEN', { problem });
      }
      if (origin === undefined || known.has(origin) || isOwn(origin, headers)) return undefined;
      const problem = `pages of another origin must not use this gateway, got origin ${shown(origin)}`;
      return new CodedError('FORBIDDEN', { problem });
    },
  };
}

/** Reading is left to the browser, which shows no answer of ours to another origin. */
export function refuseForeignPages(policy: OriginPolicy): RequestHandler {
  return (request, response, next) => {
    const isReading = request.method === 'GET' || request.method === 'HEAD';
    const { origin: _origin, ...rest } = request.headers;
    const refusal = policy.refusalOf(isReading ? rest : request.headers);
    if (refusal === undefined) next();
    else refuse(response, refusal);
  };
}

/** Without the port, and an IPv6 address without its brackets. */
function nameOf(host: string): string {
  return host
    .toLowerCase()
    .replace(/:\d*$/, '')
    .replace(/^\[(.*)\]$/, '$1');
}

/** The door itself speaks http; a proxy that speaks https for it says so, which no page of another origin can. */
function isOwn(origin: string, { host, 'x-forwarded-proto': proto }: IncomingHttpHeaders): boolean {
  const scheme = String(proto).split(',')[0] === 'https' ? 'https' : 'http';
  const own = `${scheme}://${host ?? ''}`;
  return URL.canParse(origin) && URL.canParse(own) && new URL(origin).origin === new URL(own).origin;
}

function shown(value: string): string {
  return JSON.stringify(value.slice(0, LONGEST_ECHO));
}
