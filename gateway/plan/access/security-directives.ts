import { Kind, valueFromASTUntyped, type DirectiveNode, type DocumentNode } from 'graphql';

/** What the directives that restrict are called in a supergraph, which may have renamed them. */
export interface SecurityDirectives {
  readonly authenticated: ReadonlySet<string>;
  readonly requiresScopes: ReadonlySet<string>;
}

type Feature = keyof SecurityDirectives;

/** Those that access-rules.ts reads, in the versions that it knows. */
const FEATURES: ReadonlyMap<unknown, Feature> = new Map<unknown, Feature>([
  ['https://specs.apollo.dev/authenticated/v0.1', 'authenticated'],
  ['https://specs.apollo.dev/requiresScopes/v0.1', 'requiresScopes'],
]);

/** As the @link of each says; by its own name where there is none. */
export function securityDirectives({ definitions }: DocumentNode): SecurityDirectives {
  const names = { authenticated: new Set<string>(), requiresScopes: new Set<string>() };
  for (const node of definitions) {
    if (node.kind !== Kind.SCHEMA_DEFINITION && node.kind !== Kind.SCHEMA_EXTENSION) continue;
    for (const directive of node.directives ?? []) {
      const link = linkedSecurity(directive);
      if (link !== undefined) names[link.feature].add(link.name);
    }
  }
  for (const feature of FEATURES.values()) if (names[feature].size === 0) names[feature].add(feature);
  return names;
}

/** Undefined for a @link of something else. */
export function linkedSecurity(
  directive: DirectiveNode,
): { readonly feature: Feature; readonly name: string } | undefined {
  if (directive.name.value !== 'link') return undefined;
  const feature = FEATURES.get(argument(directive, 'url'));
  return feature && { feature, name: nameOf(feature, directive) };
}

/** `import` names the directive itself, and else `as` does, as it bears the name of its feature. https://specs.apollo.dev/link/v1.0 */
function nameOf(feature: Feature, link: DirectiveNode): string {
  const imported = listOf(argument(link, 'import')).find(
    (element) => nameIn(element, 'name') === `@${feature}`,
  );
  if (imported !== undefined) return (nameIn(imported, 'as') ?? feature).replace(/^@/, '');
  const namespace = argument(link, 'as');
  return typeof namespace === 'string' ? namespace : feature;
}

/** An element that keeps its name may be written as that name alone. */
function nameIn(element: unknown, key: 'name' | 'as'): string | undefined {
  if (typeof element === 'string') return key === 'name' ? element : undefined;
  if (typeof element !== 'object' || element === null) return undefined;
  const value = (element as Readonly<Record<string, unknown>>)[key];
  return typeof value === 'string' ? value : undefined;
}

function argument({ arguments: given = [] }: DirectiveNode, name: string): unknown {
  const found = given.find((node) => node.name.value === name);
  return found && valueFromASTUntyped(found.value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}
