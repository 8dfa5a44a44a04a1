import { Kind, visit, type DirectiveNode, type DocumentNode } from 'graphql';

/**
 * The supergraph with the keys of each type that can be resolved before those that cannot: to come back to a subgraph for what a
 * field requires, the planner takes the first key, whether it leads there or not.
 */
export function withResolvableKeysFirst(supergraph: DocumentNode): DocumentNode {
  return visit(supergraph, {
    ObjectTypeDefinition: (type) => ({ ...type, directives: sorted(type.directives ?? []) }),
    InterfaceTypeDefinition: (type) => ({ ...type, directives: sorted(type.directives ?? []) }),
  });
}

function sorted(directives: readonly DirectiveNode[]): readonly DirectiveNode[] {
  return [...directives].sort((one, other) => Number(isDeadEnd(one)) - Number(isDeadEnd(other)));
}

function isDeadEnd({ name, arguments: given = [] }: DirectiveNode): boolean {
  const resolvable = given.find((argument) => argument.name.value === 'resolvable')?.value;
  return name.value === 'join__type' && resolvable?.kind === Kind.BOOLEAN && !resolvable.value;
}
