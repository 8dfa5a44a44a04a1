import {
  Kind,
  OperationTypeNode,
  visit,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type ValueNode,
} from 'graphql';
import { CodedError } from '../../platform/errors.ts';

type Variables = Readonly<Record<string, unknown>>;

/**
 * The document with @skip and @include of the operation's root fields decided and gone. The planner and the rule "one root field"
 * both need the decision before they look. The same document comes back where the root has no condition.
 */
export function resolveRootConditions(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): DocumentNode {
  const fragments = fragmentsOf(document);
  if (!hasCondition(operation.selectionSet.selections, fragments, new Set())) return document;
  const decide = (condition: ValueNode): boolean => valueOf(condition, operation, variables);
  const selections = resolved(operation.selectionSet.selections, fragments, decide, new Set());
  if (selections.length === 0)
    throw new CodedError('BAD_USER_INPUT', { problem: 'every root field of the subscription is skipped' });
  const reduced = { ...operation, selectionSet: { ...operation.selectionSet, selections } };
  return withoutLeftovers(document, operation, reduced);
}

/** Whether any subscription of the document has a condition on its root. */
export function hasConditionalRoot(document: DocumentNode): boolean {
  const fragments = fragmentsOf(document);
  return document.definitions.some(
    (node) =>
      node.kind === Kind.OPERATION_DEFINITION &&
      node.operation === OperationTypeNode.SUBSCRIPTION &&
      hasCondition(node.selectionSet.selections, fragments, new Set()),
  );
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

function fragmentsOf(document: DocumentNode): Fragments {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  return fragments;
}

function conditionsOf(selection: SelectionNode): { readonly skip: boolean; readonly value: ValueNode }[] {
  return (selection.directives ?? []).flatMap((directive) => {
    const name = directive.name.value;
    const value = directive.arguments?.find((argument) => argument.name.value === 'if')?.value;
    return value !== undefined && (name === 'skip' || name === 'include')
      ? [{ skip: name === 'skip', value }]
      : [];
  });
}

function hasCondition(
  selections: readonly SelectionNode[],
  fragments: Fragments,
  seen: Set<string>,
): boolean {
  return selections.some((selection) => {
    if (conditionsOf(selection).length > 0) return true;
    if (selection.kind === Kind.FIELD) return false;
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return hasCondition(selection.selectionSet.selections, fragments, seen);
    const name = selection.name.value;
    if (seen.has(name)) return false;
    return hasCondition(fragments.get(name)?.selectionSet.selections ?? [], fragments, seen.add(name));
  });
}

/** Spreads become inline fragments, as one fragment may be spread under several conditions. A cycle is left for validation to refuse. */
function resolved(
  selections: readonly SelectionNode[],
  fragments: Fragments,
  decide: (condition: ValueNode) => boolean,
  open: ReadonlySet<string>,
): SelectionNode[] {
  return selections.flatMap((selection): SelectionNode[] => {
    if (conditionsOf(selection).some(({ skip, value }) => decide(value) === skip)) return [];
    const directives = (selection.directives ?? []).filter(
      ({ name }) => name.value !== 'skip' && name.value !== 'include',
    );
    if (selection.kind === Kind.FIELD) return [{ ...selection, directives }];
    const name = selection.kind === Kind.FRAGMENT_SPREAD ? selection.name.value : undefined;
    const source = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
    if (source === undefined || (name !== undefined && open.has(name))) return [selection];
    const inner = resolved(
      source.selectionSet.selections,
      fragments,
      decide,
      name === undefined ? open : new Set([...open, name]),
    );
    if (inner.length === 0) return [];
    return [
      {
        kind: Kind.INLINE_FRAGMENT,
        ...(source.typeCondition === undefined ? {} : { typeCondition: source.typeCondition }),
        directives,
        selectionSet: { kind: Kind.SELECTION_SET, selections: inner },
      },
    ];
  });
}

function valueOf(condition: ValueNode, operation: OperationDefinitionNode, variables: Variables): boolean {
  if (condition.kind === Kind.BOOLEAN) return condition.value;
  if (condition.kind === Kind.VARIABLE) {
    const name = condition.name.value;
    const fallback = operation.variableDefinitions?.find(
      ({ variable }) => variable.name.value === name,
    )?.defaultValue;
    const value = Object.hasOwn(variables, name)
      ? variables[name]
      : fallback?.kind === Kind.BOOLEAN
        ? fallback.value
        : undefined;
    if (typeof value === 'boolean') return value;
    throw new CodedError('BAD_USER_INPUT', {
      problem: `variable $${name} must be true or false, as a @skip or @include uses it`,
    });
  }
  throw new CodedError('BAD_USER_INPUT', {
    problem: 'the argument "if" of @skip and @include must be true, false or a variable',
  });
}

/** What only the decided parts used would now count as unused: it goes too. What nobody used before stays, for validation to tell. */
function withoutLeftovers(
  document: DocumentNode,
  before: OperationDefinitionNode,
  after: OperationDefinitionNode,
): DocumentNode {
  const used = namesUsed(before, fragmentsOf(document));
  const still = namesUsed(after, fragmentsOf(document));
  const isLeftover = (name: string): boolean => used.has(name) && !still.has(name);
  const others = document.definitions.flatMap((node) => {
    if (node === before) return [];
    if (node.kind === Kind.FRAGMENT_DEFINITION && isLeftover(`...${node.name.value}`)) return [];
    return [node];
  });
  const variableDefinitions = (after.variableDefinitions ?? []).filter(
    ({ variable }) => !isLeftover(`$${variable.name.value}`),
  );
  return { ...document, definitions: [{ ...after, variableDefinitions }, ...others] };
}

/** Variables as `$name` and fragments as `...name`, through fragments. */
function namesUsed(operation: OperationDefinitionNode, fragments: Fragments): ReadonlySet<string> {
  const names = new Set<string>();
  const collect = (node: OperationDefinitionNode | FragmentDefinitionNode): void => {
    visit(node, {
      VariableDefinition: () => false,
      Variable: ({ name }) => void names.add(`$${name.value}`),
      FragmentSpread: ({ name }) => {
        if (names.has(`...${name.value}`)) return;
        names.add(`...${name.value}`);
        const fragment = fragments.get(name.value);
        if (fragment !== undefined) collect(fragment);
      },
    });
  };
  collect(operation);
  return names;
}
