import { Kind, type DocumentNode, type OperationDefinitionNode, type SelectionNode } from 'graphql';
import { CodedError } from '../../platform/errors.ts';
import type { PlannedNode, Planner } from './planner.ts';

/** To a field that no subgraph can be asked for, the planner throws, or answers with no fetch at all. Here it is refused by its name. */
export function planOrRefuse(
  planner: Planner,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): PlannedNode {
  const name = operation.name?.value;
  try {
    const node = planner(document, name);
    if (node === undefined) demandNothing(operation);
    return node;
  } catch (error) {
    if (error instanceof CodedError) throw error;
    throw refusal(culpritOf(planner, document, operation), error);
  }
}

/** Introspection and what @skip may leave out need no fetch. */
function demandNothing({ selectionSet }: OperationDefinitionNode): void {
  const field = selectionSet.selections.find(
    (selection) =>
      selection.kind === Kind.FIELD &&
      !selection.name.value.startsWith('__') &&
      (selection.directives ?? []).length === 0,
  );
  if (field !== undefined) throw refusal(field);
}

/** The first selection at the root that cannot be planned alone. */
function culpritOf(
  planner: Planner,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): SelectionNode | undefined {
  return operation.selectionSet.selections.find((selection) => {
    const alone = { ...operation, selectionSet: { ...operation.selectionSet, selections: [selection] } };
    const definitions = document.definitions.map((node) => (node === operation ? alone : node));
    try {
      planner({ ...document, definitions }, operation.name?.value);
      return false;
    } catch {
      return true;
    }
  });
}

function refusal(culprit: SelectionNode | undefined, cause?: unknown): CodedError {
  const where = culprit?.kind === Kind.FIELD ? ` of ${culprit.name.value}` : '';
  const problem = `no subgraph can give what is asked${where}`;
  return new CodedError('GRAPHQL_VALIDATION_FAILED', { problem }, cause);
}
