import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { CodedError, errorCatalogue, isErrorCode, type ErrorCode } from '../../../platform/errors.ts';
import { maskError } from '../../../platform/graphql/mask-error.ts';

const codes = Object.keys(errorCatalogue) as ErrorCode[];

it.each(codes)('%s has a message of its own, whatever facts are missing', (code) => {
  expect(new CodedError(code).message.length).toBeGreaterThan(0);
  expect(new CodedError(code).extensions['code']).toBe(code);
});

it('shows facts beside the code, and puts the problem into the message', () => {
  const error = new CodedError('SERVICE_UNREACHABLE', {
    service: 'switch',
    url: 'http://x',
    problem: 'connection refused',
  });
  expect(error.message).toBe('switch does not answer at http://x: connection refused');
  expect(error.extensions).toEqual({ code: 'SERVICE_UNREACHABLE', service: 'switch', url: 'http://x' });
});

it('carries the HTTP status of a refusal for the door', () => {
  expect(new CodedError('UNAUTHENTICATED').extensions['http']).toEqual({ status: 401 });
});

it.each(['toString', '__proto__', 'constructor', 'NOPE', 7, undefined])(
  'does not take %j for a code',
  (candidate) => {
    expect(isErrorCode(candidate)).toBe(false);
  },
);

describe('maskError', () => {
  function mask(error: GraphQLError) {
    const unknown: unknown[] = [];
    const shown = maskError(error, { correlationId: 'c-1', onUnknown: (cause) => unknown.push(cause) });
    return { shown: shown.toJSON(), unknown };
  }

  it('lets a coded error pass, without the HTTP status', () => {
    const { shown, unknown } = mask(new CodedError('FORBIDDEN'));
    expect(shown.extensions).toEqual({ code: 'FORBIDDEN', correlationId: 'c-1' });
    expect(unknown).toEqual([]);
  });

  it('masks what has no code of the catalogue, path kept', () => {
    const cause = new Error('password=1');
    const { shown, unknown } = mask(
      new GraphQLError('password=1', {
        path: ['a', 0],
        originalError: cause,
        extensions: { code: 'ECONN', secret: 1 },
      }),
    );
    expect(shown).toEqual({
      message: 'something failed inside; the log has the details under this correlationId',
      path: ['a', 0],
      extensions: { code: 'INTERNAL_ERROR', correlationId: 'c-1' },
    });
    expect(unknown).toEqual([cause]);
  });
});
