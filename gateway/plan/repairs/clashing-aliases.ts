import { Kind, parse, visit, type DocumentNode, type FieldNode } from 'graphql';
import type { KeyOf } from '../shape/compile-shape.ts';

/** An operation whose aliases cannot meet the fields that a plan adds. */
export interface SeparatedAliases {
  /** For the planner. */
  readonly document: DocumentNode;
  readonly keyOf: KeyOf;
  /** The name of the client for one of the data. */
  readonly clientName: (key: string | number) => string | number;
}

/**
 * Plans add the fields of keys and of @requires under their own names, and would take a client's `id: name` for the id. Such an
 * alias is another one in the plan, and the client's again in the answer. `planNames` are those of readPlanNames.
 */
export function separateAliases(document: DocumentNode, planNames: ReadonlySet<string>): SeparatedAliases {
  const clashing = new Set<string>();
  const names = new Set<string>();
  visit(document, {
    Field(node) {
      names.add(responseName(node));
      if (clashes(node, planNames)) clashing.add(responseName(node));
    },
  });
  if (clashing.size === 0) return { document, keyOf: responseName, clientName: (key) => key };
  const keys = new Map([...clashing].map((name) => [name, freeName(name, names)]));
  const clientNames = new Map([...keys].map(([name, key]) => [key, name]));
  const keyOf: KeyOf = (field) =>
    (clashes(field, planNames) ? keys.get(responseName(field)) : undefined) ?? responseName(field);
  return {
    document: visit(document, {
      Field: (node) =>
        clashes(node, planNames) ? { ...node, alias: { kind: Kind.NAME, value: keyOf(node) } } : undefined,
    }),
    keyOf,
    clientName: (key) => (typeof key === 'string' ? (clientNames.get(key) ?? key) : key),
  };
}

function clashes(field: FieldNode, planNames: ReadonlySet<string>): boolean {
  const alias = field.alias?.value;
  return alias !== undefined && alias !== field.name.value && planNames.has(alias);
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = `${name}_`;
  while (taken.has(free)) free += '_';
  return free;
}

function responseName(field: FieldNode): string {
  return field.alias?.value ?? field.name.value;
}

/** The names of all fields in @key, @requires and @provides of a supergraph, and __typename. */
export function readPlanNames(supergraph: DocumentNode): ReadonlySet<string> {
  const names = new Set(['__typename']);
  visit(supergraph, {
    Directive(node) {
      if (node.name.value !== 'join__field' && node.name.value !== 'join__type') return;
      for (const { name, value } of node.arguments ?? []) {
        if (!FIELD_SETS.has(name.value) || value.kind !== Kind.STRING) continue;
        visit(parse(`{ ${value.value} }`), { Field: (field) => void names.add(field.name.value) });
      }
    },
  });
  return names;
}

const FIELD_SETS: ReadonlySet<string> = new Set(['key', 'requires', 'provides']);
