import { Kind, parse, print, type DocumentNode } from 'graphql';

/**
 * An operation with the types of its result and its variables, as GraphQL Code Generator writes it: as a tree (TypedDocumentNode) or
 * as text (documentMode: 'string').
 */
export type TypedDocument<Data, Variables> = (DocumentNode | string | TextDocument) & {
  /** Never there: carries the types. */
  readonly __apiType?: (variables: Variables) => Data;
};

type AnyDocument = DocumentNode | string | TextDocument;

/** A String object, as documentMode: 'string' makes them; no tree, which has a kind. */
interface TextDocument {
  readonly length: number;
  valueOf(): string;
  readonly kind?: undefined;
}

const texts = new WeakMap<DocumentNode, string>();

/** Printed once per document. */
export function textOf(document: AnyDocument): string {
  if (!isTree(document)) return document.valueOf();
  const known = texts.get(document) ?? print(document);
  texts.set(document, known);
  return known;
}

export function treeOf(document: AnyDocument): DocumentNode {
  return isTree(document) ? document : parse(document.valueOf(), { noLocation: true });
}

/** The name of its only operation; undefined where it has none. */
export function operationNameOf(document: AnyDocument): string | undefined {
  const operation = treeOf(document).definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  return operation?.name?.value;
}

function isTree(document: AnyDocument): document is DocumentNode {
  return typeof document === 'object' && document.kind === Kind.DOCUMENT;
}
