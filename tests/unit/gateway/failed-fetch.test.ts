import { expect, test } from 'vitest';
import { failedFetch } from '../../../gateway/links/failed-fetch.ts';
import { CodedError } from '../../../platform/errors.ts';

const error = new CodedError('SERVICE_ASLEEP', { service: 'switch' });
const pathsOf = (query: string, variables = {}) =>
  failedFetch(error, { query, variables }).errors.map(({ path }) => path);

test('names each root field under the name the client gave it', () => {
  expect(pathsOf('{ engines { id } mine: usage { requests } }')).toEqual([['engines'], ['mine']]);
});

test('names each field of each entity, by its type', () => {
  const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
    ... on Service { __typename engines { id } } ... on Engine { state circuit { state } } } }`;
  const representations = [
    { __typename: 'Service', name: 'hermes' },
    { __typename: 'Engine', id: 'local' },
  ];
  expect(pathsOf(query, { representations })).toEqual([
    ['_entities', 0, 'engines'],
    ['_entities', 1, 'state'],
    ['_entities', 1, 'circuit'],
  ]);
});

test('throws on what is not an error of the catalogue', () => {
  expect(() => failedFetch(new Error('a bug'), { query: '{ a }', variables: {} })).toThrow('a bug');
});
