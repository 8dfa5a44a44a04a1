import type { DocumentNode, FieldNode, GraphQLSchema } from 'graphql';
import type { Actor } from '../../../platform/request-context.ts';
import { isMet, type AccessRules } from './access-rules.ts';
import { createDemands, type Demand } from './demands.ts';

/** What is kept from an actor. */
export interface Restriction {
  /** Equal for all from whom the same fields of the same document are kept. */
  readonly key: string;
  /** The fields that are kept from the actor, each with the first demand that is not met. */
  forbiddenIn(document: DocumentNode): ReadonlyMap<FieldNode, Demand>;
}

export interface Access {
  /** Undefined where the actor may have every field of the document. */
  restrictionOf(document: DocumentNode, actor: Actor): Restriction | undefined;
  /** Of the actor's scopes those that some field of the document asks for: who has the same ones gets the same answer. */
  scopesThatMatter(document: DocumentNode, actor: Actor): readonly string[];
}

export function createAccess(rules: AccessRules, schema: GraphQLSchema): Access {
  const demandsOf = createDemands(rules, schema);
  const distinct = new WeakMap<DocumentNode, readonly Demand[]>();

  /** Of a document that is asked again and again, found once. */
  function distinctDemands(document: DocumentNode): readonly Demand[] {
    const known = distinct.get(document);
    if (known !== undefined) return known;
    const byName = new Map([...demandsOf(document).values()].flat().map((demand) => [demand.what, demand]));
    const demands = [...byName.values()];
    distinct.set(document, demands);
    return demands;
  }

  return {
    restrictionOf(document, actor) {
      if (rules.size === 0 || (actor.scopes.includes('*') && actor.isAnonymous !== true)) return undefined;
      const unmet = distinctDemands(document).filter(({ rule }) => !isMet(rule, actor));
      if (unmet.length === 0) return undefined;
      const names = new Set(unmet.map(({ what }) => what));
      return {
        key: [...names].sort().join(),
        forbiddenIn: (asked) => forbidden(demandsOf(asked), names),
      };
    },
    scopesThatMatter(document, actor) {
      if (rules.size === 0) return [];
      const asked = new Set(distinctDemands(document).flatMap(({ rule }) => (rule.scopes ?? []).flat()));
      return [...asked].filter((scope) => actor.scopes.includes('*') || actor.scopes.includes(scope));
    },
  };
}

function forbidden(
  demands: ReadonlyMap<FieldNode, readonly Demand[]>,
  unmet: ReadonlySet<string>,
): ReadonlyMap<FieldNode, Demand> {
  const fields = new Map<FieldNode, Demand>();
  for (const [field, ofField] of demands) {
    const demand = ofField.find(({ what }) => unmet.has(what));
    if (demand !== undefined) fields.set(field, demand);
  }
  return fields;
}
