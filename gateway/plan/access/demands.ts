import {
  isAbstractType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  getNamedType,
  type DocumentNode,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import type { AccessRule, AccessRules } from './access-rules.ts';

/** A rule that must be met for a field to be answered, and where the schema has it. */
export interface Demand {
  readonly what: string;
  readonly rule: AccessRule;
}

/** What each field of a document demands; fields that demand nothing are left out. */
export type DemandsOf = (document: DocumentNode) => ReadonlyMap<FieldNode, readonly Demand[]>;

/** The document is valid against the schema. */
export function createDemands(rules: AccessRules, schema: GraphQLSchema): DemandsOf {
  const known = new Map<string, readonly Demand[]>();

  function demandsOfField(
    parent: GraphQLNamedType,
    field: string,
    gives: GraphQLNamedType,
  ): readonly Demand[] {
    const name = `${parent.name}.${field}`;
    const before = known.get(name);
    if (before !== undefined) return before;
    const whats = typesBehind(schema, parent).flatMap((type) => [type, `${type}.${field}`]);
    const demands = [...new Set([...whats, ...typeGiven(gives)])].flatMap((what) => {
      const rule = rules.get(what);
      return rule === undefined ? [] : [{ what, rule }];
    });
    known.set(name, demands);
    return demands;
  }

  /**
   * Compositions repeat on an interface what the types behind it demand. There the fields asked of it decide, so that fragments on the
   * other types are answered.
   */
  function typeGiven(type: GraphQLNamedType): readonly string[] {
    const behind = isAbstractType(type) ? schema.getPossibleTypes(type) : [];
    return behind.some(({ name }) => rules.has(name)) ? [] : [type.name];
  }

  return (document) => {
    const demands = new Map<FieldNode, readonly Demand[]>();
    const types = new TypeInfo(schema);
    visit(
      document,
      visitWithTypeInfo(types, {
        Field(node) {
          const parent = types.getParentType();
          const field = types.getFieldDef();
          // Clients put __typename everywhere, and a type's name is in the schema for all to read.
          if (!parent || !field || field.name === '__typename') return;
          const ofField = demandsOfField(parent, field.name, getNamedType(field.type));
          if (ofField.length > 0) demands.set(node, ofField);
        },
      }),
    );
    return demands;
  };
}

/**
 * A field of an interface demands what the same field of each type behind it would: which type answers is known too late. Who may have
 * only some of them asks with fragments.
 */
function typesBehind(schema: GraphQLSchema, type: GraphQLNamedType): readonly string[] {
  if (!isAbstractType(type)) return [type.name];
  return [type.name, ...schema.getPossibleTypes(type).map(({ name }) => name)];
}
