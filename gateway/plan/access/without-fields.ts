import { Kind, visit, type DocumentNode, type FieldNode, type SelectionSetNode } from 'graphql';

/** The document without these fields. A selection of which nothing is left selects __typename: whether the object is there may be told. */
export function withoutFields(document: DocumentNode, fields: ReadonlySet<FieldNode>): DocumentNode {
  if (fields.size === 0) return document;
  return visit(document, {
    Field: { enter: (node) => (fields.has(node) ? null : undefined) },
    SelectionSet: { leave: (node) => (node.selections.length === 0 ? ONLY_TYPENAME : undefined) },
  });
}

const ONLY_TYPENAME: SelectionSetNode = {
  kind: Kind.SELECTION_SET,
  selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }],
};
