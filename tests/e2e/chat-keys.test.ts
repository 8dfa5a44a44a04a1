import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHAT_KEY, startChatWorld, type ChatWorld } from '../support/chat-world.ts';
import { DEFAULT_ANSWER, respondsWith } from '../support/scripted-engine.ts';

let world: ChatWorld;
beforeAll(async () => {
  world = await startChatWorld('second', 'keyed');
});
afterAll(() => world.close());

test('with 401 is asked once and is in ERROR, and its key is nowhere to be read', async () => {
  world.engine('keyed').script(respondsWith(401, {}, `{"error":{"message":"wrong key ${CHAT_KEY}"}}`));
  const { message } = await world.chat({ engine: 'keyed' });
  expect(message.content).toBe(DEFAULT_ANSWER);
  expect(world.engine('keyed').requests).toHaveLength(1);
  expect(world.engine('keyed').requests[0]?.headers['authorization']).toBe(`Bearer ${CHAT_KEY}`);
  const read = await world.stack.data<{ engine: { state: string } }>(
    '{ engine(id: "keyed") { state reason circuit { lastError } lastObservation { errorCode } } }',
  );
  expect(read.engine.state).toBe('ERROR');
  const logs = await world.stack.data('{ service(name: "switch") { logs(tail: 500) { text } } }');
  expect(JSON.stringify([message, read, logs]) + world.stack.output()).not.toContain(CHAT_KEY);
});

test('a key that its engine was called with and echoed is in no answer, file, log, metric or audit entry', async () => {
  const echo = respondsWith(
    401,
    { 'www-authenticate': CHAT_KEY },
    `{"error":{"message":"wrong key ${CHAT_KEY}"}}`,
  );
  world.engine('keyed').script(echo, echo);
  await world.stack.data('mutation { resetCircuit(engine: "keyed") { ok } }');
  const refused = await world.chat({ engine: 'keyed', allowFallback: false });
  await world.stack.data('mutation { resetCircuit(engine: "keyed") { ok } }');
  const elsewhere = await world.chat({ engine: 'keyed', message: 'marked-by-this-question' });
  expect(world.engine('keyed').requests.at(-1)?.headers['authorization']).toBe(`Bearer ${CHAT_KEY}`);
  const told = await world.stack.data(`{
    engines { id state reason circuit { lastError } lastObservation { errorCode } hasCredentials }
    auditLog(first: 100) { edges { node { action target outcome detail } } }
    events(first: 100) { edges { node { type summary data } } }
    usage { engine { id } requests errors }
  }`);
  const headers = { 'x-vx11-token': 'vx11-local-token' };
  const metrics = await (await fetch(`${world.stack.url}/metrics`, { headers })).text();
  const files = filesIn(world.stack.dataDir).map((file) => readFileSync(file, 'latin1'));
  // The search would find it: it finds what may be there.
  expect(files.join()).toContain('marked-by-this-question');
  expect(metrics).toContain('tentaculo_link_subscription_deliveries_total');
  expect(JSON.stringify(told)).toContain('"id":"keyed"');
  const everything = [refused, elsewhere, told, metrics, world.stack.output(), ...files].map((one) =>
    typeof one === 'string' ? one : JSON.stringify(one),
  );
  expect(everything.filter((one) => one.includes(CHAT_KEY))).toEqual([]);
});

function filesIn(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    return entry.isDirectory() ? filesIn(path) : entry.isFile() ? [path] : [];
  });
}
