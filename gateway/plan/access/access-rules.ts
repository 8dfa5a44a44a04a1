import { parse, valueFromASTUntyped, type DirectiveNode } from 'graphql';
import type { Actor } from '../../../platform/request-context.ts';
import { securityDirectives, type SecurityDirectives } from './security-directives.ts';

/** What a field or a type demands of who asks for it. */
export interface AccessRule {
  /** Any token at all. */
  readonly needsToken: boolean;
  /** Any one of the lists, each of them whole. Undefined where no scope is asked for. */
  readonly scopes: readonly (readonly string[])[] | undefined;
}

/** By `Type.field`, and by `Type` for every field that gives the type and every field of it. */
export type AccessRules = ReadonlyMap<string, AccessRule>;

/** @authenticated and @requiresScopes of a supergraph, wherever they stand and whatever it calls them. */
export function readAccessRules(supergraphSdl: string): AccessRules {
  const document = parse(supergraphSdl, { noLocation: true });
  const named = securityDirectives(document);
  const rules = new Map<string, AccessRule>();
  const keep = (what: string, directives: readonly DirectiveNode[] | undefined): void => {
    const rule = ruleOf(directives ?? [], named);
    if (rule !== undefined) rules.set(what, both(rules.get(what), rule));
  };
  for (const definition of document.definitions) {
    if (!('name' in definition) || definition.name === undefined || !('directives' in definition)) continue;
    const type = definition.name.value;
    keep(type, definition.directives);
    if (!('fields' in definition)) continue;
    for (const field of definition.fields ?? []) keep(`${type}.${field.name.value}`, field.directives);
  }
  return rules;
}

export function isMet({ needsToken, scopes }: AccessRule, actor: Actor): boolean {
  if (needsToken && actor.isAnonymous === true) return false;
  if (scopes === undefined || actor.scopes.includes('*')) return true;
  return scopes.some((list) => list.every((scope) => actor.scopes.includes(scope)));
}

function ruleOf(directives: readonly DirectiveNode[], named: SecurityDirectives): AccessRule | undefined {
  const needsToken = directives.some(({ name }) => named.authenticated.has(name.value));
  const directive = directives.find(({ name }) => named.requiresScopes.has(name.value));
  const scopes = directive && scopesOf(directive);
  return needsToken || scopes !== undefined ? { needsToken, scopes } : undefined;
}

/** None at all, which nobody has, where the directive does not say which. */
function scopesOf(directive: DirectiveNode): AccessRule['scopes'] {
  const argument = directive.arguments?.find(({ name }) => name.value === 'scopes');
  if (argument === undefined) return [];
  const value: unknown = valueFromASTUntyped(argument.value);
  // The composition has checked that it is [[String!]!]!; a single value stands for a list of one.
  return listOf(value).map((list) => listOf(list).map(String));
}

/** Of a type and an extension of it. */
function both(one: AccessRule | undefined, other: AccessRule): AccessRule {
  if (one === undefined) return other;
  return { needsToken: one.needsToken || other.needsToken, scopes: one.scopes ?? other.scopes };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}
