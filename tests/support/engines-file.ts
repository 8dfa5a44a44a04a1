import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { ScriptedEngine } from './scripted-engine.ts';

/** Writes a VX11_ENGINES file of scripted engines, tried in the given order, some with limits of their own. Returns its path. */
export function writeEngines(
  folder: string,
  engines: Readonly<Record<string, ScriptedEngine>>,
  limits: Readonly<Record<string, object>> = {},
): string {
  const entries = Object.entries(engines).map(([id, { url }]) => ({
    id,
    provider: 'openai-compatible',
    baseUrl: url,
    model: 'any',
    limits: limits[id] ?? {},
  }));
  const file = join(folder, 'engines.yaml');
  writeFileSync(file, stringify({ strategy: 'ordered', engines: entries }));
  return file;
}
