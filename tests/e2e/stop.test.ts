import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { spawnStack } from '../support/stack.ts';

it('prints where everything is, and on SIGTERM ends with exit code 0 and its subscribers told to come back', async () => {
  const stack = await spawnStack();
  const { data } = await stack.send('{ __typename }');
  expect(data).toEqual({ __typename: 'Query' });
  const events = stack.subscribe('subscription { serviceChanged { service { name } } }');
  await events.next();
  expect(await stack.stop()).toBe(0);
  await expect(events.until(() => false)).rejects.toThrow();
  const printed = stack.output();
  for (const part of [
    `${stack.url}/graphql`,
    `${stack.url}/playground`,
    stack.dataDir,
    'PROCESS',
    'vx11-local-token',
  ]) {
    expect(printed).toContain(part);
  }
  await stack.close();
});

it('keeps the token of its children where only its owner reads it', async () => {
  const stack = await spawnStack();
  expect(statSync(join(stack.dataDir, 'subgraph-token')).mode & 0o777).toBe(0o600);
  await stack.close();
});
