import { Kind, parse, valueFromASTUntyped, type DirectiveNode } from 'graphql';
import type { Actor } from '../../../platform/request-context.ts';

/** What a field or a type demands of who asks for it. */
export interface AccessRule {
  /** Any token at all. */
  readonly needsToken: boolean;
  /** Any one of the lists, each of them whole. Undefined where no scope is asked for. */
  readonly scopes: readonly (readonly string[])[] | undefined;
}

/** By `Type.field`, and by `Type` for every field that gives the type and every field of it. */
export type AccessRules = ReadonlyMap<string, AccessRule>;

/** @authenticated and @requiresScopes of a supergraph, wherever they stand. */
export function readAccessRules(supergraphSdl: string): AccessRules {
  const rules = new Map<string, AccessRule>();
  const keep = (what: string, directives: readonly DirectiveNode[] | undefined): void => {
    const rule = ruleOf(directives ?? []);
    if (rule !== undefined) rules.set(what, rule);
  };
  for (const definition of parse(supergraphSdl, { noLocation: true }).definitions) {
    if (!('name' in definition) || definition.name === undefined || !('directives' in definition)) continue;
    const type = definition.name.value;
    keep(type, definition.directives);
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION)
      continue;
    for (const field of definition.fields ?? []) keep(`${type}.${field.name.value}`, field.directives);
  }
  return rules;
}

export function isMet({ needsToken, scopes }: AccessRule, actor: Actor): boolean {
  if (needsToken && actor.isAnonymous === true) return false;
  if (scopes === undefined || actor.scopes.includes('*')) return true;
  return scopes.some((list) => list.every((scope) => actor.scopes.includes(scope)));
}

function ruleOf(directives: readonly DirectiveNode[]): AccessRule | undefined {
  const needsToken = directives.some(({ name }) => name.value === 'authenticated');
  const scopes = scopesOf(directives);
  return needsToken || scopes !== undefined ? { needsToken, scopes } : undefined;
}

function scopesOf(directives: readonly DirectiveNode[]): AccessRule['scopes'] {
  const directive = directives.find(({ name }) => name.value === 'requiresScopes');
  const argument = directive?.arguments?.find(({ name }) => name.value === 'scopes');
  if (argument === undefined) return undefined;
  const value: unknown = valueFromASTUntyped(argument.value);
  // The composition has checked that it is [[String!]!]!; a single value stands for a list of one.
  return listOf(value).map((list) => listOf(list).map(String));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}
