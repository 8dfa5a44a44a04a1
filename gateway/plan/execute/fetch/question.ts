import type { CompiledFetch } from './compiled-fetch.ts';
import { isWanted } from './fetch-variables.ts';
import type { JsonObject } from '../json-object.ts';
import { objectsAt } from '../entities/objects-at.ts';
import { representationOf } from '../entities/representation.ts';
import { applyRewrites } from '../rewrites.ts';
import type { Run } from '../run.ts';

/** The entities that one slot asks about; `targets` has, for each, the objects that are this entity. */
export interface Question {
  readonly slot: number;
  readonly fetch: CompiledFetch;
  readonly representations: readonly JsonObject[];
  readonly targets: readonly (readonly Target[])[];
}

export interface Target {
  readonly object: JsonObject;
  readonly fetch: CompiledFetch;
}

/** What the data now has for a slot to ask; each entity once, by what is told of it. */
export function questionOf(slot: number, fetches: readonly CompiledFetch[], run: Run): Question {
  const [fetch] = fetches;
  if (fetch === undefined) throw new Error('a slot of a batch has no fetch');
  const positions = new Map<string, number>();
  const representations: JsonObject[] = [];
  const targets: Target[][] = [];
  for (const one of fetches) {
    if (!isWanted(one, run)) continue;
    for (const object of objectsAt(run.data, one.path)) {
      const representation = representationOf(object, one.requires ?? [], run.isOfType);
      if (representation === undefined) continue;
      applyRewrites(one.inputRewrites, representation, run.isOfType);
      const key = identityOf(representation);
      const position = positions.get(key) ?? representations.push(representation) - 1;
      positions.set(key, position);
      (targets[position] ??= []).push({ object, fetch: one });
    }
  }
  return { slot, fetch, representations, targets };
}

/** Equal texts, equal representations. Written by hand for scalars, of which most keys are: stringify takes a fifth of a large answer. */
function identityOf(representation: JsonObject): string {
  let identity = '';
  for (const name of Object.keys(representation)) {
    const value = representation[name];
    if (typeof value === 'string') identity += `${name}"${value.length}:${value}`;
    else if (typeof value === 'object' && value !== null) return JSON.stringify(representation);
    else identity += `${name}=${String(value)};`;
  }
  return identity;
}
