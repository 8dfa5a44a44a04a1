import { Kind, OperationTypeNode, parse } from 'graphql';
import { planStream, type ResumableFields } from './resumption.ts';

/**
 * What the client sends in place of a document: a subscription also asks for what it takes to go on after a break, and goes on with
 * another text. Empty for what is sent as it is written. A gateway that trusts only listed documents has to list these as well.
 */
export function sentTexts(text: string, fields: ResumableFields): readonly string[] {
  const document = parse(text, { noLocation: true });
  const isStream = document.definitions.some(
    (node) => node.kind === Kind.OPERATION_DEFINITION && node.operation === OperationTypeNode.SUBSCRIPTION,
  );
  if (!isStream) return [];
  const { query, resumption } = planStream(document, fields);
  return resumption === undefined ? [] : [query, resumption.query];
}
