import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startTimeOf } from '../../subgraphs/madre/runtimes/process/os-process.ts';
import { childProcesses } from '../support/child-processes.ts';
import { freePort } from '../support/free-port.ts';
import { isListening } from '../support/listening.ts';
import { spawnStack } from '../support/stack.ts';
import { openReadyWindow } from '../support/windows.ts';

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
    'Only the core runs.',
    'stopping: a second signal ends it at once, and leaves services to the next start',
    'stopped\n',
  ]) {
    expect(printed).toContain(part);
  }
  await stack.close();
});

it('on SIGTERM leaves nothing of a service that does not end when asked, however long its grace is', async () => {
  const args = ['--ignore-sigterm', '--child'];
  const stack = await spawnStack({
    services: [{ name: 'deaf', port: await freePort(), args, stopGraceSec: 3_600 }],
  });
  await openReadyWindow(stack, { services: ['deaf'], ttlSec: 600 });
  const children = childProcesses(stack.process.pid ?? 0);
  expect(children.length).toBeGreaterThanOrEqual(2);
  expect(await stack.stop()).toBe(0);
  expect(children.filter((pid) => startTimeOf(pid) !== undefined)).toEqual([]);
  await stack.close();
});

it('a closed terminal, which hangs up more than once, ends it as SIGTERM does', async () => {
  const port = await freePort();
  const stack = await spawnStack({ services: [{ name: 'hermes', port }] });
  await openReadyWindow(stack, { services: ['hermes'], ttlSec: 600 });
  stack.process.kill('SIGHUP');
  stack.process.kill('SIGHUP');
  const [code] = (await once(stack.process, 'exit')) as [number | null];
  expect(code).toBe(0);
  expect(await isListening(port)).toBe(false);
  await stack.close();
});

it('keeps the token of its children where only its owner reads it', async () => {
  const stack = await spawnStack();
  expect(statSync(join(stack.dataDir, 'subgraph-token')).mode & 0o777).toBe(0o600);
  await stack.close();
});
