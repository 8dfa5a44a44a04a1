import {
  Kind,
  parse,
  TypeInfo,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
  type DirectiveNode,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import { CodedError } from '../../platform/errors.ts';
import type { Actor } from '../../platform/request-context.ts';

/** Scopes that a field demands: any one of the lists, each of them whole. */
export type ScopeRule = readonly (readonly string[])[];

/** `Type.field`, and `Type` for every field that gives the type. */
export type AccessRules = ReadonlyMap<string, ScopeRule>;

/** @requiresScopes of a supergraph. @authenticated needs no rule: nothing is answered without a token. */
export function readAccessRules(supergraphSdl: string): AccessRules {
  const rules = new Map<string, ScopeRule>();
  for (const definition of parse(supergraphSdl, { noLocation: true }).definitions) {
    if (!('name' in definition) || definition.name === undefined || !('directives' in definition)) continue;
    const type = definition.name.value;
    keep(rules, type, definition.directives);
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION)
      continue;
    for (const field of definition.fields ?? []) keep(rules, `${type}.${field.name.value}`, field.directives);
  }
  return rules;
}

/**
 * FORBIDDEN for the first field that the actor may not have. The whole operation is refused before anything runs: a mutation
 * never happens by half.
 */
export function refusal(
  rules: AccessRules,
  schema: GraphQLSchema,
  document: DocumentNode,
  actor: Actor,
): CodedError | undefined {
  if (rules.size === 0 || actor.scopes.includes('*')) return undefined;
  const types = new TypeInfo(schema);
  let refused: CodedError | undefined;
  const check = (what: string): void => {
    const rule = rules.get(what);
    if (rule === undefined || refused !== undefined) return;
    if (rule.some((scopes) => scopes.every((scope) => actor.scopes.includes(scope)))) return;
    refused = new CodedError('FORBIDDEN', {
      what,
      scope: rule.map((scopes) => scopes.join(' and ')).join(' or '),
    });
  };
  visit(
    document,
    visitWithTypeInfo(types, {
      Field() {
        const parent = types.getParentType();
        const field = types.getFieldDef();
        if (!parent || !field) return;
        check(`${parent.name}.${field.name}`);
        // An interface's field asks for what the field of any implementation would.
        if ('getTypes' in parent || 'getInterfaces' in parent) {
          for (const implementation of implementationsOf(schema, parent.name))
            check(`${implementation}.${field.name}`);
        }
        check(field.type.toString().replace(/[[\]!]/g, ''));
      },
    }),
  );
  return refused;
}

function implementationsOf(schema: GraphQLSchema, name: string): string[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => 'getInterfaces' in type && type.getInterfaces().some((parent) => parent.name === name))
    .map((type) => type.name);
}

function keep(
  rules: Map<string, ScopeRule>,
  what: string,
  directives: readonly DirectiveNode[] | undefined,
): void {
  const directive = directives?.find(({ name }) => name.value === 'requiresScopes');
  const scopes = directive?.arguments?.find(({ name }) => name.value === 'scopes');
  if (scopes === undefined) return;
  const value = valueFromASTUntyped(scopes.value);
  // The composition has checked that it is [[String!]!]!.
  if (Array.isArray(value)) rules.set(what, value as string[][]);
}
