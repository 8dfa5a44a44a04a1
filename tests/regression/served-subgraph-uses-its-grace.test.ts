import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { request } from 'undici';
import { expect, it, onTestFinished } from 'vitest';
import { SUBGRAPH_TOKEN_HEADER } from '../../platform/graphql/subgraph-http.ts';
import { COMPLETIONS_PATH } from '../../schema/completion.ts';
import { freePort } from '../support/free-port.ts';
import { within } from '../support/graphql-client.ts';
import { stallsAfter, startScriptedEngine } from '../support/scripted-engine.ts';
import { spawnSubgraph } from '../support/spawn-subgraph.ts';
import { tempDir } from '../support/temp-dir.ts';

/** It drained for 5 s whatever its grace was: with a shorter one it was killed in the middle, with a longer one it cut too soon. */
it('cuts what it is still answering just before its own grace ends, and then ends in order', async () => {
  const engine = await startScriptedEngine();
  onTestFinished(() => engine.close());
  engine.script(stallsAfter('one'));
  const folder = tempDir();
  const engines = join(folder, 'engines.yaml');
  writeFileSync(
    engines,
    `engines:\n  - { id: local, provider: openai-compatible, baseUrl: '${engine.url}', model: any }`,
  );
  const port = await freePort();
  const child = await spawnSubgraph('switch', port, {
    VX11_SUBGRAPH_TOKEN: 's',
    VX11_ENGINES: engines,
    VX11_DATA_DIR: folder,
    VX11_STOP_GRACE_SEC: '2',
  });
  const answer = await request(`http://127.0.0.1:${port}${COMPLETIONS_PATH}`, {
    method: 'POST',
    headers: { [SUBGRAPH_TOKEN_HEADER]: 's', 'content-type': 'application/json' },
    body: JSON.stringify({
      messageId: 'm1',
      messages: [{ role: 'user', content: 'Hello?' }],
      engine: null,
      allowFallback: true,
    }),
  });
  answer.body.on('error', () => undefined);
  await answer.body[Symbol.asyncIterator]().next();
  const exited = once(child, 'exit');
  const begun = performance.now();
  child.kill('SIGTERM');
  const [code] = (await within(10_000, exited, () => 'switch does not stop')) as [number | null];
  const tookMs = performance.now() - begun;
  expect(code).toBe(0);
  expect(tookMs).toBeGreaterThan(900);
  expect(tookMs).toBeLessThan(2_000);
});
