import {
  Kind,
  OperationTypeNode,
  parse,
  print,
  stripIgnoredCharacters,
  visit,
  type ASTNode,
  type DocumentNode,
  type FieldNode,
  type SelectionSetNode,
} from 'graphql';

/**
 * One text for all that ask the same: how they are spaced and ordered does not count, nor `__typename`, which the caches of clients add.
 * The order of a mutation's fields does, as they run in it. Throws on what is no GraphQL.
 */
export function canonicalDocument(text: string): string {
  const document = parse(text, { noLocation: true });
  const ordered = setsInOrder(document);
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

/** Those whose fields a mutation runs: its own, and those of the fragments in them, whatever type they are on. */
function setsInOrder({ definitions }: DocumentNode): ReadonlySet<SelectionSetNode> {
  const ordered = new Set<SelectionSetNode>();
  const take = (set: SelectionSetNode): void => {
    if (ordered.has(set)) return;
    ordered.add(set);
    for (const selection of set.selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) take(selection.selectionSet);
      if (selection.kind === Kind.FRAGMENT_SPREAD) takeNamed(selection.name.value);
    }
  };
  const takeNamed = (name: string): void => {
    for (const node of definitions)
      if (node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === name) take(node.selectionSet);
  };
  for (const node of definitions)
    if (node.kind === Kind.OPERATION_DEFINITION && node.operation === OperationTypeNode.MUTATION)
      take(node.selectionSet);
  return ordered;
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
