import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { correlation, createErrorFormatter } from '../../../gateway/plugins/format-error.ts';
import { CodedError } from '../../../platform/errors.ts';
import { recordingLog } from '../../support/recording-log.ts';

function format(error: unknown) {
  const { log, lines } = recordingLog();
  const shown = correlation.run('request-1', () => createErrorFormatter(log)({ message: 'unused' }, error));
  return { shown, lines };
}

describe('an error on its way out', () => {
  it('of the catalogue keeps its code and facts, and gets the correlation id', () => {
    const { shown, lines } = format(new CodedError('PAYLOAD_TOO_LARGE', { limitBytes: 7 }));
    expect(shown.extensions).toEqual({
      code: 'PAYLOAD_TOO_LARGE',
      limitBytes: 7,
      correlationId: 'request-1',
    });
    expect(lines).toEqual([]);
  });

  it.each([
    new Error('password is hunter2'),
    new GraphQLError('password is hunter2', { path: ['a'], originalError: new Error('password is hunter2') }),
    new GraphQLError('password is hunter2', {
      path: ['a'],
      extensions: { code: 'OF_SOME_LIBRARY' },
    }),
    'password is hunter2',
    { message: 'password is hunter2' },
    undefined,
  ])('that nobody foresaw is masked, and the log has it under the same id: %s', (error) => {
    const { shown, lines } = format(error);
    expect(shown.extensions).toEqual({ code: 'INTERNAL_ERROR', correlationId: 'request-1' });
    expect(JSON.stringify(shown)).not.toContain('hunter2');
    expect(lines).toMatchObject([{ correlationId: 'request-1', msg: 'an operation failed' }]);
  });

  it.each(['BAD_REQUEST', 'OPERATION_RESOLUTION_FAILURE', 'PERSISTED_QUERY_NOT_SUPPORTED', 'BAD_USER_INPUT'])(
    'that Apollo Server calls %s is BAD_USER_INPUT with its message',
    (code) => {
      const { shown } = format(new GraphQLError('what is wrong', { extensions: { code } }));
      expect(shown).toEqual({
        message: 'what is wrong',
        extensions: { code: 'BAD_USER_INPUT', correlationId: 'request-1' },
      });
    },
  );

  it.each(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED'])('%s passes', (code) => {
    const { shown } = format(new GraphQLError('what is wrong', { extensions: { code } }));
    expect(shown).toMatchObject({ message: 'what is wrong', extensions: { code } });
  });
});
