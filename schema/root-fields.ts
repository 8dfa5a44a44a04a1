import {
  Kind,
  parse,
  valueFromASTUntyped,
  type DirectiveNode,
  type EnumTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
} from 'graphql';

/** `Query.services` and the like, each with the subgraphs that can begin it. */
export type RootFields = ReadonlyMap<string, readonly string[]>;

const ROOTS: ReadonlySet<string> = new Set(['Query', 'Mutation', 'Subscription']);

export function readRootFields(supergraphSdl: string): RootFields {
  const { definitions } = parse(supergraphSdl, { noLocation: true });
  const graphs = definitions.find(
    (node) => node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === 'join__Graph',
  );
  const names = graphs?.kind === Kind.ENUM_TYPE_DEFINITION ? namesOf(graphs) : new Map<unknown, string>();
  const roots = definitions.filter(
    (node): node is ObjectTypeDefinitionNode =>
      node.kind === Kind.OBJECT_TYPE_DEFINITION && ROOTS.has(node.name.value),
  );
  return new Map(roots.flatMap((type) => fieldsOf(type, names)));
}

/** Those that one subgraph can begin, in the order of the supergraph. */
export function rootFieldsOf(fields: RootFields, subgraph: string): readonly string[] {
  return [...fields].filter(([, subgraphs]) => subgraphs.includes(subgraph)).map(([field]) => field);
}

function fieldsOf(type: ObjectTypeDefinitionNode, names: ReadonlyMap<unknown, string>) {
  const ofType = graphsIn(type.directives, 'join__type');
  return (type.fields ?? []).map((field) => {
    const own = graphsIn(field.directives, 'join__field');
    const graphs = own.length === 0 ? ofType : own;
    const subgraphs = graphs.flatMap((graph) => names.get(graph) ?? []);
    return [`${type.name.value}.${field.name.value}`, subgraphs] as const;
  });
}

/** By the names that the supergraph gives them in its directives. */
function namesOf({ values = [] }: EnumTypeDefinitionNode): ReadonlyMap<unknown, string> {
  return new Map(
    values.map(({ name, directives = [] }) => {
      const named = directives.find((directive) => directive.name.value === 'join__graph');
      return [name.value, String(argument(named, 'name'))] as const;
    }),
  );
}

function graphsIn(directives: readonly DirectiveNode[] | undefined, name: string): readonly unknown[] {
  return (directives ?? [])
    .filter((directive) => directive.name.value === name && argument(directive, 'external') !== true)
    .map((directive) => argument(directive, 'graph'))
    .filter((graph) => graph !== undefined);
}

function argument(directive: DirectiveNode | undefined, name: string): unknown {
  const found = directive?.arguments?.find((given) => given.name.value === name);
  return found === undefined ? undefined : valueFromASTUntyped(found.value);
}
