import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse, visit } from 'graphql';
import { describe, expect, test } from 'vitest';
import { errorCatalogue } from '../platform/errors.ts';
import { configVariables } from '../subgraphs/variables.ts';

describe('docs/errors.md', () => {
  const sections = sectionsOf(readFileSync('docs/errors.md', 'utf8'));

  test('lists exactly the codes of the catalogue, with their status and whether to retry', () => {
    const told = rowsOf(sections[0]).map(([code, http, retry]) => [code, Number(http), retry === 'yes']);
    expect(told).toEqual(
      Object.entries(errorCatalogue).map(([code, entry]) => [`\`${code}\``, entry.http, entry.retryable]),
    );
  });

  test('lists exactly what mutations of the power side answer', () => {
    expect(firstCells(sections[1])).toEqual(enumValues('ResultCode'));
  });

  test('lists exactly what chat answers', () => {
    expect(firstCells(sections[2])).toEqual(enumValues('ChatErrorCode'));
  });
});

test('docs/configuration.md lists exactly the variables that are read', () => {
  const listed = rowsOf(readFileSync('docs/configuration.md', 'utf8')).map(([name]) => unquoted(name));
  expect(listed.sort()).toEqual([...configVariables].sort());
});

describe('README.md', () => {
  const pages = [
    'README.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
    ...readdirSync('docs')
      .filter((name) => name.endsWith('.md'))
      .map((name) => `docs/${name}`),
  ];

  test.each(pages)('%s names only npm commands that exist', (page) => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      scripts: Record<string, string>;
    };
    const text = readFileSync(page, 'utf8');
    const named = [...text.matchAll(/npm (?:run ([a-z-]+)|(start|test)\b)/g)].map(
      (match) => match[1] ?? match[2] ?? '',
    );
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  test.each(pages)('%s links only to files that exist', (page) => {
    const links = [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(
      (match) => match[1] ?? '',
    );
    expect(links.filter((link) => !existsSync(join(dirname(page), link)))).toEqual([]);
  });
});

function sectionsOf(page: string): string[] {
  return page.split(/^## /m).slice(1);
}

/** The cells of each row of the tables, without their heads. */
function rowsOf(text = ''): string[][] {
  const lines = text.split('\n').filter((line) => line.startsWith('| `'));
  return lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

function firstCells(section: string | undefined): string[] {
  return rowsOf(section)
    .map(([cell]) => unquoted(cell))
    .sort();
}

function unquoted(cell = ''): string {
  return cell.replaceAll('`', '');
}

function enumValues(name: string): string[] {
  const values: string[] = [];
  visit(parse(readFileSync('schema/generated/api.graphql', 'utf8')), {
    EnumTypeDefinition: (node) => {
      if (node.name.value === name) values.push(...(node.values ?? []).map((value) => value.name.value));
    },
  });
  return values.sort();
}
