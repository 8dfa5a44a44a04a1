import { expect, it } from 'vitest';
import {
  acceptCorrelationId,
  fromHopExtension,
  fromHopHeaders,
  toHopExtension,
  toHopHeaders,
} from '../../../platform/request-context.ts';

const { signal } = new AbortController();
const context = {
  correlationId: 'abc-1',
  actor: { name: 'Ñandú, "console"', scopes: ['power:write', 'chat:write'] },
  signal,
};

it('carries the request through headers unchanged', () => {
  expect(fromHopHeaders(toHopHeaders(context), signal)).toEqual(context);
});

it('carries the request through the extensions of an operation unchanged', () => {
  expect(fromHopExtension(JSON.parse(JSON.stringify(toHopExtension(context))), signal)).toEqual(context);
});

it.each([
  ['well-formed', 'order:7_a.b-c', true],
  ['empty', '', false],
  ['with a line break', 'a\nb', false],
  ['with a space', 'a b', false],
  ['too long', 'x'.repeat(129), false],
  ['a list', ['a'], false],
])('keeps only a well-formed correlation id: %s', (_title, candidate, kept) => {
  const accepted = acceptCorrelationId(candidate);
  expect(accepted === candidate).toBe(kept);
  expect(accepted).toMatch(/^[A-Za-z0-9._:-]{1,128}$/);
});

it.each([
  ['a broken encoding', { 'x-vx11-actor': '%E0%A4%A' }],
  ['nothing', {}],
])('names the actor unknown for %s', (_title, headers) => {
  expect(fromHopHeaders(headers, signal).actor).toEqual({ name: 'unknown', scopes: [] });
});

it.each([null, undefined, 'text', 7, { actor: 7, scopes: 'all' }, { scopes: [7] }])(
  'takes a malformed hop %j as absent',
  (hop) => {
    expect(fromHopExtension(hop, signal).actor).toEqual({ name: 'unknown', scopes: [] });
  },
);
