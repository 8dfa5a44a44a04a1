import {
  Kind,
  OperationTypeNode,
  parse,
  print,
  stripIgnoredCharacters,
  visit,
  type ASTNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/**
 * One text for all that ask the same: how they are spaced and ordered does not count, nor `__typename`, which the caches of clients add.
 * The order of a mutation's fields does, as they run in it. Throws on what is no GraphQL.
 */
export function canonicalDocument(text: string): string {
  const ordered = new Set<SelectionSetNode>();
  const document = parse(text, { noLocation: true });
  for (const node of document.definitions) if (runsInOrder(node)) ordered.add(node.selectionSet);
  const canonical = visit(document, {
    Field: { enter: (node) => (isPlainTypename(node) ? null : undefined), leave: sortArguments },
    Directive: { leave: sortArguments },
    SelectionSet: {
      enter(node) {
        // visit() gives a copy to leave() where something inside has changed.
        if (ordered.has(node)) return { ...node, isOrdered: true };
        return undefined;
      },
      leave: (node) => ('isOrdered' in node ? node : { ...node, selections: sorted(node.selections) }),
    },
    OperationDefinition: {
      leave: (node) => ({ ...node, variableDefinitions: sorted(node.variableDefinitions ?? []) }),
    },
    Document: { leave: (node) => ({ ...node, definitions: sorted(node.definitions) }) },
  });
  return stripIgnoredCharacters(print(canonical));
}

function runsInOrder(node: ASTNode): node is OperationDefinitionNode | FragmentDefinitionNode {
  if (node.kind === Kind.OPERATION_DEFINITION) return node.operation === OperationTypeNode.MUTATION;
  return node.kind === Kind.FRAGMENT_DEFINITION && node.typeCondition.name.value === 'Mutation';
}

function isPlainTypename({ name, alias, directives = [] }: FieldNode): boolean {
  return name.value === '__typename' && alias === undefined && directives.length === 0;
}

function sortArguments<Node extends { readonly arguments?: readonly ASTNode[] | undefined }>(
  node: Node,
): Node {
  return node.arguments === undefined ? node : { ...node, arguments: sorted(node.arguments) };
}

function sorted<Node extends ASTNode>(nodes: readonly Node[]): readonly Node[] {
  const texts = new Map(nodes.map((node) => [node, print(node)]));
  const textOf = (node: Node): string => texts.get(node) ?? '';
  return [...nodes].sort((one, other) => (textOf(one) < textOf(other) ? -1 : 1));
}
