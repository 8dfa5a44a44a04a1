import {
  Kind,
  parse,
  print,
  visit,
  type ArgumentNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type FieldNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';

/** A field with the arguments of a @requires, under a name of its own. */
export interface RequiredField {
  readonly name: string;
  readonly arguments: readonly ArgumentNode[];
}

/** What the fields of a supergraph require with arguments. */
export interface RequiredArguments {
  /** For the planner: each such field has a name of its own there, so that it is never taken for another's or the client's. */
  readonly supergraph: DocumentNode;
  /** By those names. */
  readonly fields: ReadonlyMap<string, RequiredField>;
  /** The names that a field requires, by `subgraph Type.field`. */
  readonly requiredBy: ReadonlyMap<string, ReadonlySet<string>>;
}

type TypeWithFields = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/** The planner merges fields of one name, whatever their arguments: with two @requires, or one and the client, one would get the other's. */
export function nameRequiredArguments(supergraph: DocumentNode): RequiredArguments {
  const naming = new Naming(supergraph);
  const renamed = visit(supergraph, {
    ObjectTypeDefinition: (type) => naming.withNamedRequires(type),
    InterfaceTypeDefinition: (type) => naming.withNamedRequires(type),
  });
  const { fields, requiredBy } = naming;
  if (fields.size === 0) return { supergraph, fields, requiredBy };
  const extended = visit(renamed, {
    ObjectTypeDefinition: (type) => naming.withNamedFields(type),
    InterfaceTypeDefinition: (type) => naming.withNamedFields(type),
  });
  return { supergraph: extended, fields, requiredBy };
}

/** Collects on a first walk over the types what the second one adds to them. */
class Naming {
  readonly fields = new Map<string, RequiredField>();
  readonly requiredBy = new Map<string, Set<string>>();
  readonly #names = new Map<string, string>();
  readonly #added = new Map<string, Set<string>>();
  readonly #types = new Map<string, TypeWithFields>();
  readonly #subgraphs = new Map<string, string>();

  constructor({ definitions }: DocumentNode) {
    for (const node of definitions) {
      if (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION)
        this.#types.set(node.name.value, node);
      if (node.kind !== Kind.ENUM_TYPE_DEFINITION || node.name.value !== 'join__Graph') continue;
      for (const value of node.values ?? []) {
        const name = value.directives?.[0]?.arguments?.find(
          (argument) => argument.name.value === 'name',
        )?.value;
        if (name?.kind === Kind.STRING) this.#subgraphs.set(value.name.value, name.value);
      }
    }
  }

  withNamedRequires<Type extends TypeWithFields>(type: Type): Type | undefined {
    if (!type.fields?.some(({ directives }) => directives?.some(({ name }) => name.value === 'join__field')))
      return undefined;
    return { ...type, fields: type.fields.map((field) => this.#withNamedRequires(type, field)) };
  }

  withNamedFields<Type extends TypeWithFields>(type: Type): Type | undefined {
    const names = [...(this.#added.get(type.name.value) ?? [])];
    const added = names.flatMap((name): FieldDefinitionNode[] => {
      const original = type.fields?.find((field) => field.name.value === this.fields.get(name)?.name);
      return original === undefined ? [] : [{ ...original, name: nameOf(name), arguments: [] }];
    });
    return added.length === 0 ? undefined : { ...type, fields: [...(type.fields ?? []), ...added] };
  }

  #withNamedRequires(type: TypeWithFields, field: FieldDefinitionNode): FieldDefinitionNode {
    const directives = field.directives?.map((directive) => {
      const args = directive.arguments ?? [];
      const requires = args.find(({ name }) => name.value === 'requires');
      const graph = args.find(({ name }) => name.value === 'graph')?.value;
      if (directive.name.value !== 'join__field' || requires?.value.kind !== Kind.STRING) return directive;
      const subgraph = graph?.kind === Kind.ENUM ? this.#subgraphs.get(graph.value) : undefined;
      const used = new Set<string>();
      const value = this.#named(requires.value.value, type.name.value, used);
      if (used.size === 0) return directive;
      this.requiredBy.set(`${subgraph ?? ''} ${type.name.value}.${field.name.value}`, used);
      const named = { ...requires, value: { ...requires.value, value } };
      return { ...directive, arguments: args.map((argument) => (argument === requires ? named : argument)) };
    });
    return directives === undefined ? field : { ...field, directives };
  }

  #named(fieldSet: string, typeName: string, used: Set<string>): string {
    const [operation] = parse(`{ ${fieldSet} }`, { noLocation: true }).definitions;
    if (operation?.kind !== Kind.OPERATION_DEFINITION) return fieldSet;
    const { selections } = this.#walk(operation.selectionSet, typeName, used);
    return selections.map(print).join(' ');
  }

  #walk(selectionSet: SelectionSetNode, typeName: string, used: Set<string>): SelectionSetNode {
    const selections = selectionSet.selections.map((selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
      if (selection.kind === Kind.FIELD) return this.#field(selection, typeName, used);
      const inner = selection.typeCondition?.name.value ?? typeName;
      return { ...selection, selectionSet: this.#walk(selection.selectionSet, inner, used) };
    });
    return { ...selectionSet, selections };
  }

  #field(field: FieldNode, typeName: string, used: Set<string>): FieldNode {
    const definition = this.#types.get(typeName)?.fields?.find(({ name }) => name.value === field.name.value);
    const inner =
      field.selectionSet === undefined || definition === undefined
        ? field
        : { ...field, selectionSet: this.#walk(field.selectionSet, namedType(definition.type), used) };
    if ((field.arguments?.length ?? 0) === 0) return inner;
    const name = this.#nameOf(field);
    used.add(name);
    this.#addTo(typeName, name);
    return { ...inner, name: nameOf(name), arguments: [] };
  }

  #nameOf(field: FieldNode): string {
    const args = field.arguments ?? [];
    const key = `${field.name.value}(${args.map(print).sort().join()})`;
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const name = this.#freeName(`${field.name.value}_required${this.#names.size}`);
    this.#names.set(key, name);
    this.fields.set(name, { name: field.name.value, arguments: args });
    return name;
  }

  #freeName(name: string): string {
    const isTaken = [...this.#types.values()].some(({ fields }) =>
      fields?.some((field) => field.name.value === name),
    );
    return isTaken ? this.#freeName(`${name}_`) : name;
  }

  /** A field of an interface is one of its implementations too. */
  #addTo(typeName: string, name: string): void {
    const implementations = [...this.#types.values()]
      .filter(({ interfaces }) => interfaces?.some((parent) => parent.name.value === typeName))
      .map((type) => type.name.value);
    for (const one of [typeName, ...implementations])
      this.#added.set(one, (this.#added.get(one) ?? new Set<string>()).add(name));
  }
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

function nameOf(value: string) {
  return { kind: Kind.NAME, value } as const;
}
