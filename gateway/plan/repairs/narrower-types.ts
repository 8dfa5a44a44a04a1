import {
  getNamedType,
  isAbstractType,
  Kind,
  parseType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  type SelectionNode,
  type TypeNode,
} from 'graphql';

/** The names of fields that some subgraph gives a type of its own, as `book: Book` beside `book: Media` of another. */
export function readNarrowerFields(supergraph: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>();
  visit(supergraph, {
    FieldDefinition: (field) => {
      if (typesBySubgraph(field).some((type) => type !== nameOf(field.type))) names.add(field.name.value);
    },
  });
  return names;
}

/**
 * Where a subgraph gives an object and others an interface or a union, the planner asks it for no type, and nobody could tell what
 * came. So the type is asked for at each such field; the answer does not show it.
 */
export function askForTypes(
  document: DocumentNode,
  schema: GraphQLSchema,
  narrower: ReadonlySet<string>,
): DocumentNode {
  if (narrower.size === 0) return document;
  const info = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(info, {
      Field(node) {
        const type = getNamedType(info.getType());
        if (node.selectionSet === undefined || !narrower.has(node.name.value) || !isAbstractType(type))
          return undefined;
        const selections = [TYPENAME, ...node.selectionSet.selections];
        return { ...node, selectionSet: { ...node.selectionSet, selections } };
      },
    }),
  );
}

const TYPENAME: SelectionNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

function typesBySubgraph({ directives = [] }: FieldDefinitionNode): readonly string[] {
  return directives.flatMap(({ name, arguments: given = [] }) => {
    const type = given.find((argument) => argument.name.value === 'type')?.value;
    return name.value === 'join__field' && type?.kind === Kind.STRING ? [nameOf(parseType(type.value))] : [];
  });
}

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}
