import { Kind, parse, print, visit, type DirectiveNode } from 'graphql';

/** Carried out by access.ts. A feature that is not on this list keeps its purpose, and @apollo/gateway refuses the supergraph. */
const ENFORCED = [
  'https://specs.apollo.dev/authenticated/v0.1',
  'https://specs.apollo.dev/requiresScopes/v0.1',
];

/**
 * @apollo/gateway refuses supergraphs with security features, as it does not enforce any. We do, so those we enforce
 * lose the purpose that makes it refuse.
 */
export function withoutSecurityPurpose(supergraphSdl: string): string {
  const document = parse(supergraphSdl, { noLocation: true });
  return print(
    visit(document, { Directive: (node) => (isEnforcedFeature(node) ? withoutPurpose(node) : undefined) }),
  );
}

function isEnforcedFeature(node: DirectiveNode): boolean {
  if (node.name.value !== 'link') return false;
  return (node.arguments ?? []).some(
    ({ name, value }) => name.value === 'url' && value.kind === Kind.STRING && ENFORCED.includes(value.value),
  );
}

function withoutPurpose(node: DirectiveNode): DirectiveNode {
  return { ...node, arguments: (node.arguments ?? []).filter(({ name }) => name.value !== 'for') };
}
