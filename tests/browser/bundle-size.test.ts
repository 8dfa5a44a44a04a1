import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { LOCAL_TOKEN } from '../support/graphql-client.ts';

const MOST_BYTES = 200 * 1024;
const files = readdirSync('dist/console', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(js|css|html|svg)$/.test(name))
  .map((name) => ({ name, content: readFileSync(join('dist/console', name)) }));

test('the whole console is at most 200 KB gzipped', () => {
  const bytes = files.map(({ content }) => gzipSync(content).length).reduce((sum, size) => sum + size, 0);
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
});

test('it was built for use, whoever had it built', () => {
  const text = files.map(({ content }) => content.toString()).join('\n');
  expect(text).not.toMatch(/jsxDEV|jsx-dev-runtime/);
});

test('no token is in the console, and no address but of names and of what error messages explain', () => {
  const text = files.map(({ content }) => content.toString()).join('\n');
  expect(text).not.toContain(LOCAL_TOKEN);
  const hosts = [...text.matchAll(/(?:https?|wss?):\/\/([a-z0-9.-]+\.[a-z]{2,})/g)].map(
    (match) => match[1] ?? '',
  );
  expect([...new Set(hosts)].sort()).toEqual(['bit.ly', 'react.dev', 'www.w3.org']);
});
