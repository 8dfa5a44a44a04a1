import { Kind, type DocumentNode } from 'graphql';

/** Whether an object of this type meets a type condition. */
export type TypeRules = (typeName: string, condition: string) => boolean;

/**
 * From the supergraph, whose types the API schema may hide. An interface's own name counts too: a subgraph that knows the
 * interface as an object gives it as the type.
 */
export function readTypeRules({ definitions }: DocumentNode): TypeRules {
  const kinds = new Map<string, Set<string>>();
  const isOne = (condition: string, typeName: string): void => {
    const known = kinds.get(condition) ?? new Set<string>();
    kinds.set(condition, known.add(typeName));
  };
  for (const node of definitions) {
    if (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION)
      for (const parent of node.interfaces ?? []) isOne(parent.name.value, node.name.value);
    if (node.kind === Kind.UNION_TYPE_DEFINITION)
      for (const member of node.types ?? []) isOne(node.name.value, member.name.value);
  }
  return (typeName, condition) => typeName === condition || kinds.get(condition)?.has(typeName) === true;
}
