import { Kind, visit, type DocumentNode, type OperationDefinitionNode } from 'graphql';

interface Operation {
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Plans hand the keys of entities to subgraphs in variables of these names, so no client's may come so far. */
const RESERVED = /^representations(_\d+)?$/;

/** The operation with such variables of the client under other names, if it has any. A document always gets the same ones. */
export function withoutReservedVariables<Given extends Operation>(operation: Given): Given {
  const names = new Set(declaredNames(operation.document));
  const reserved = [...names].filter((name) => RESERVED.test(name));
  if (reserved.length === 0) return operation;
  const newNames = new Map(reserved.map((name) => [name, freeName(name, names)]));
  const kept = Object.entries(operation.variables).filter(([name]) => !newNames.has(name));
  // What the operation does not declare is worth nothing: the last of one name counts.
  const renamed = [...newNames].flatMap(([name, newName]) =>
    Object.hasOwn(operation.variables, name) ? [[newName, operation.variables[name]] as const] : [],
  );
  return {
    ...operation,
    document: renameVariables(operation.document, newNames),
    variables: Object.fromEntries([...kept, ...renamed]),
  };
}

/** Two names that differ still differ with a tail of the same character, as none of them ends in it. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = `${name}_`;
  while (taken.has(free)) free += '_';
  return free;
}

function declaredNames({ definitions }: DocumentNode): readonly string[] {
  return definitions
    .filter((node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION)
    .flatMap(({ variableDefinitions = [] }) =>
      variableDefinitions.map(({ variable }) => variable.name.value),
    );
}

function renameVariables(document: DocumentNode, newNames: ReadonlyMap<string, string>): DocumentNode {
  return visit(document, {
    Variable(node) {
      const value = newNames.get(node.name.value);
      return value === undefined ? undefined : { ...node, name: { ...node.name, value } };
    },
  });
}
