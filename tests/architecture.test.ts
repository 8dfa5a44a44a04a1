import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readImports, type Import } from './support/imports.ts';

const graph = readImports(['schema', 'platform', 'subgraphs', 'gateway', 'client', 'cli']);
const ownFolders = /^(schema|platform|subgraphs|gateway|client|cli|console|examples|tests|scripts)\//;

/** For each file, what it may import of ours; the first pattern that matches it counts. */
const mayImport: readonly (readonly [file: RegExp, allowed: RegExp])[] = [
  [/^schema\/generated\//, /^subgraphs\/[a-z]+\//],
  [/^schema\//, /^schema\//],
  [/^platform\//, /^(platform|schema)\//],
  [/^subgraphs\/madre\//, /^(platform|schema|subgraphs\/madre)\/|^subgraphs\/options\.ts$/],
  [/^subgraphs\/switch\//, /^(platform|schema|subgraphs\/switch)\/|^subgraphs\/options\.ts$/],
  [/^subgraphs\/operator\//, /^(platform|schema|subgraphs\/operator)\/|^subgraphs\/options\.ts$/],
  [
    /^subgraphs\/(hermes|settings)\//,
    /^(platform|schema|subgraphs\/(hermes|settings))\/|^subgraphs\/(options|variables)\.ts$/,
  ],
  [/^subgraphs\/[^/]+$/, /^(platform|schema|subgraphs)\//],
  // A package of its own, for programs outside: what it takes of ours goes out with it.
  [/^client\//, /^client\/|^platform\/clock\.ts$/],
  [/^cli\//, /^(cli|client|platform)\/|^gateway\/(config\.ts|token-command\/)|^subgraphs\/index\.ts$/],
  [/^gateway\/(main|run)\.ts$/, /^(platform|schema|gateway)\//],
  [/^gateway\//, /^(platform|schema)\/|^subgraphs\/index\.ts$|^gateway\/(?!(main|run|app)\.ts$)/],
];

/** Packages that one file alone may know, so that replacing one is a change to one file. */
const oneImporter = [
  'dockerode',
  'ioredis',
  '@photostructure/sqlite',
  'node:sqlite',
  '@apollo/gateway',
  '@apollo/query-planner',
];

/** Rules: values in, values out. What they load, directly or through others, is our own code alone. */
const pureFiles = [
  ...[
    'window-state.ts',
    'plan.ts',
    'plan-route.ts',
    'strategies.ts',
    'spending.ts',
    'prompt-ratio.ts',
    'breaker.ts',
    'score.ts',
  ],
  ...['intent-state.ts', 'intent-rules.ts', 'effective-flag.ts'],
  ...['window-times.ts', 'window-due.ts', 'warning.ts', 'window-plan.ts', 'admission.ts', 'window-queue.ts'],
  ...['opening.ts', 'window-results.ts', 'dossier.ts', 'start-budget.ts'],
  'policy-rules.ts',
  ...[
    'grounded-answers.ts',
    'grounded-text.ts',
    'intent.ts',
    'language.ts',
    'phrases.ts',
    'component-state.ts',
    'context-seven.ts',
    'understand.ts',
    'words.ts',
    'extract.ts',
    'topic.ts',
  ],
];

describe('the layers', () => {
  test('every file imports only what its layer may', () => {
    expect(
      flat(([file, imports]) =>
        imports
          .filter((one) => ownFolders.test(one.of) && !allowed(file, one.of))
          .map((one) => `${file} imports ${one.of}`),
      ),
    ).toEqual([]);
  });

  test.each(oneImporter)('%s has at most one importing file', (name) => {
    // By its quoted name anywhere, since a driver may be chosen at run time.
    const quoted = new RegExp(`['"]${name}(/[^'"]*)?['"]`);
    const importers = [...graph.keys()].filter((file) => quoted.test(readFileSync(file, 'utf8')));
    expect(importers.length, importers.join(', ')).toBeLessThanOrEqual(1);
  });

  test('rules reach no package and no part of Node', () => {
    const rules = new Set(
      [...graph.keys()].filter((file) => pureFiles.includes(basename(file)) && file.startsWith('subgraphs/')),
    );
    expect([...rules].map((file) => basename(file)).sort()).toEqual([...pureFiles].sort());
    expect(
      [...rules].flatMap((file) => packagesReachedFrom(file).map((name) => `${file} reaches ${name}`)),
    ).toEqual([]);
  });

  test('the client reaches what browsers have, and nothing else', () => {
    expect([...new Set(packagesReachedFrom('client/index.ts'))].sort()).toEqual(['graphql', 'graphql-ws']);
  });

  test('no files load each other in a circle', () => {
    expect([...graph.keys()].flatMap(circleThrough)).toEqual([]);
  });

  test('the environment is read where the configuration is', () => {
    const readers = [...graph.keys()].filter((file) => readsEnvironment(readFileSync(file, 'utf8')));
    const configured =
      /^gateway\/((any-supergraph\/)?main|config)\.ts$|^subgraphs\/(serve|hermes)\.ts$|^cli\/main\.ts$|^platform\/production\.ts$/;
    expect(readers.filter((file) => !configured.test(file))).toEqual([]);
  });

  test('a subgraph that runs alone says that it is in production before it loads graphql', () => {
    expect(graph.get('subgraphs/serve.ts')?.[0]?.of).toBe('platform/production.ts');
  });
});

function allowed(file: string, target: string): boolean {
  const rule = mayImport.find(([pattern]) => pattern.test(file));
  if (rule === undefined) return false;
  return rule[1].test(target);
}

function flat(
  take: (entry: readonly [file: string, imports: readonly Import[]]) => readonly string[],
): string[] {
  return [...graph.entries()].flatMap((entry) => [...take(entry)]);
}

function packagesReachedFrom(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const loaded = (graph.get(file) ?? []).filter((one) => !one.typeOnly);
  return loaded.flatMap((one) => (graph.has(one.of) ? packagesReachedFrom(one.of, seen) : [one.of]));
}

/** The circle that begins at its alphabetically first file, so that each is told once. */
function circleThrough(start: string): string[] {
  const seen = new Set<string>();
  const walk = (file: string, path: readonly string[]): string | undefined => {
    for (const one of graph.get(file) ?? []) {
      if (one.typeOnly || !graph.has(one.of)) continue;
      if (one.of === start && path.every((step) => step >= start)) return [...path, start].join(' → ');
      if (seen.has(one.of) || one.of < start) continue;
      seen.add(one.of);
      const found = walk(one.of, [...path, one.of]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const circle = walk(start, [start]);
  return circle === undefined ? [] : [circle];
}

/** Switching telemetry off writes the environment and reads nothing of it. */
function readsEnvironment(text: string): boolean {
  return /(?<![.\w])process\.env/.test(
    text.replaceAll(/process\.env\[?\.?['"]?APOLLO_TELEMETRY_DISABLED['"]?\]?\s*=\s*/g, ''),
  );
}
