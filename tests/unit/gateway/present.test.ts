import { buildSchema, getVariableValues, GraphQLError, Kind, parse } from 'graphql';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createPresenter } from '../../../gateway/subscriptions/present.ts';
import { CodedError } from '../../../platform/errors.ts';

function presenter() {
  const lines: Record<string, unknown>[] = [];
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => (
      lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>),
      done()
    ),
  });
  return { lines, present: createPresenter(pino({}, sink)) };
}

test('errors of the catalogue keep their code and facts, and get the correlation id', () => {
  const { present, lines } = presenter();
  const error = new GraphQLError('asleep', {
    path: ['engines'],
    extensions: { code: 'SERVICE_ASLEEP', service: 'switch', wake: 1 },
  });
  expect(present.result({ data: { engines: null }, errors: [error] }, 'cid')).toEqual({
    data: { engines: null },
    errors: [
      {
        message: 'asleep',
        path: ['engines'],
        extensions: { code: 'SERVICE_ASLEEP', service: 'switch', wake: 1, correlationId: 'cid' },
      },
    ],
    extensions: { asleep: [{ service: 'switch', paths: [['engines']], wake: 1 }] },
  });
  expect(lines).toEqual([]);
});

test('what is not of the catalogue is masked, and logged with its correlation id', () => {
  const { present, lines } = presenter();
  const secret = new GraphQLError('password 123', { path: ['a'], originalError: new Error('password 123') });
  const shown = present.result({ data: { a: null }, errors: [secret] }, 'cid');
  expect(JSON.stringify(shown)).not.toContain('password');
  expect(shown.errors?.[0]?.extensions).toEqual({ code: 'INTERNAL_ERROR', correlationId: 'cid' });
  expect(lines).toMatchObject([{ correlationId: 'cid', err: { message: 'password 123' } }]);
});

test('an error that graphql-ws wrapped shows the one inside', () => {
  const { present } = presenter();
  const wrapped = new GraphQLError('x', {
    originalError: new CodedError('FORBIDDEN', { what: 'Query.a', scope: 's' }),
  });
  expect(present.errors([wrapped], 'cid')).toMatchObject([
    { extensions: { code: 'FORBIDDEN', what: 'Query.a', correlationId: 'cid' } },
  ]);
});

test('a variable that does not fit is told, as over HTTP', () => {
  const { present, lines } = presenter();
  const [definition] = parse('query ($id: ID) { a }').definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error('no operation');
  const schema = buildSchema('type Query { a(id: ID): Int }');
  const { errors = [] } = getVariableValues(schema, definition.variableDefinitions ?? [], { id: [] });
  expect(present.errors(errors, 'cid')).toMatchObject([
    {
      message: expect.stringContaining('Variable "$id" got invalid value []') as unknown,
      extensions: { code: 'BAD_USER_INPUT', correlationId: 'cid' },
    },
  ]);
  expect(lines).toEqual([]);
});
