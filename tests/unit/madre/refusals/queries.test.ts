import { expect, it } from 'vitest';
import { requestOf } from '../../../support/memory-madre.ts';
import { openDesk } from '../../../support/power-desk.ts';

it.each([
  ['windows(first: 0) { totalCount }', 'first'],
  ['windows(first: 101) { totalCount }', '100'],
  ['windows(after: "junk") { totalCount }', 'cursor'],
  ['verifyAuditLog(fromSeq: 0) { ok }', 'fromSeq'],
])('a query, %s, is BAD_USER_INPUT and leaves no audit entry', async (query, mention) => {
  const desk = await openDesk();
  const { errors } = await desk.madre.executor.execute({
    query: `{ ${query} }`,
    context: requestOf('tester'),
  });
  expect(errors?.[0]).toMatchObject({
    message: expect.stringContaining(mention) as string,
    extensions: { code: 'BAD_USER_INPUT' },
  });
  expect(await desk.audited('tester')).toEqual([]);
});
