import { readFileSync, writeFileSync } from 'node:fs';
import { request } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChatWorld, type ChatWorld } from '../support/chat-world.ts';
import { respondsWith } from '../support/scripted-engine.ts';

let world: ChatWorld;
beforeAll(async () => {
  world = await startChatWorld('second');
});
afterAll(() => world.close());

/** The gauge of the engines file; undefined where there is no sample. */
async function gauge(): Promise<string | undefined> {
  const { body } = await request(`${world.stack.url}/metrics`);
  const text = await body.text();
  return /^tentaculo_link_switch_refused_files\{file="engines"\} (\d)$/m.exec(text)?.[1];
}

test('an engines file that is refused shows in the metrics and in what madre says of the engines, until it is mended', async () => {
  expect(await gauge()).toBe('0');
  const good = readFileSync(world.enginesFile, 'utf8');
  writeFileSync(world.enginesFile, 'engines: nonsense');
  await expect.poll(gauge).toBe('1');
  world.engine('second').script(respondsWith(400));
  const { message } = await world.chat({ message: 'engines?' });
  expect(message.content).toContain('The engines file changed and is not used since');
  writeFileSync(world.enginesFile, good);
  await expect.poll(gauge).toBe('0');
});

test('while switch sleeps there is no sample', async () => {
  const { windows } = await world.stack.data<{
    windows: { edges: { node: { id: string } }[] };
  }>('{ windows { edges { node { id } } } }');
  for (const { node } of windows.edges)
    await world.stack.data('mutation ($id: ID!) { closeWindow(input: { id: $id }) { ok } }', { id: node.id });
  await expect.poll(gauge).toBeUndefined();
});
