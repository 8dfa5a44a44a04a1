import { Kind, parse, print, visit, type DirectiveNode, type DocumentNode } from 'graphql';
import { linkedSecurity } from '../access/security-directives.ts';

/**
 * @apollo/gateway refuses supergraphs with security features, as it does not enforce any. Those whose directives access-rules.ts reads
 * lose the purpose that makes it refuse; any other keeps it, and so does one whose directive is not found under the name that is read.
 */
export function withoutSecurityPurpose(supergraphSdl: string): string {
  const document = parse(supergraphSdl, { noLocation: true });
  const defined = directivesOf(document);
  const isEnforced = (link: DirectiveNode): boolean => {
    const security = linkedSecurity(link);
    return security !== undefined && defined.has(security.name);
  };
  return print(
    visit(document, { Directive: (node) => (isEnforced(node) ? withoutPurpose(node) : undefined) }),
  );
}

function directivesOf({ definitions }: DocumentNode): ReadonlySet<string> {
  return new Set(
    definitions.flatMap((node) => (node.kind === Kind.DIRECTIVE_DEFINITION ? [node.name.value] : [])),
  );
}

function withoutPurpose(node: DirectiveNode): DirectiveNode {
  return { ...node, arguments: (node.arguments ?? []).filter(({ name }) => name.value !== 'for') };
}
