import { Kind, parse, type FieldNode, type GraphQLFormattedError, type SelectionSetNode } from 'graphql';
import { CodedError } from '../../platform/errors.ts';

interface Fetch {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * The answer of a subgraph that gave none: null, with one error at the path of each field that the fetch was for, so that a
 * client sees which fields are missing and why. What is not an error of the catalogue is thrown on.
 */
export function failedFetch(
  error: unknown,
  fetch: Fetch,
): { readonly data: null; readonly errors: GraphQLFormattedError[] } {
  if (!(error instanceof CodedError)) throw error;
  const { message, extensions } = error;
  return { data: null, errors: pathsOf(fetch).map((path) => ({ message, extensions, path })) };
}

type Path = (string | number)[];

function pathsOf({ query, variables }: Fetch): Path[] {
  const operation = parse(query, { noLocation: true }).definitions.find(
    (node) => node.kind === Kind.OPERATION_DEFINITION,
  );
  const { representations } = variables;
  return fieldsOf(operation?.selectionSet).flatMap((field): Path[] =>
    field.name.value === '_entities' && Array.isArray(representations)
      ? representations.flatMap((representation, index) =>
          fieldsFor(typeNameOf(representation), field.selectionSet).map((name): Path => [
            '_entities',
            index,
            name,
          ]),
        )
      : [[responseName(field)]],
  );
}

function fieldsFor(typeName: string | undefined, selectionSet: SelectionSetNode | undefined): string[] {
  const names = (selectionSet?.selections ?? []).flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [responseName(selection)];
    if (selection.kind !== Kind.INLINE_FRAGMENT) return [];
    const condition = selection.typeCondition?.name.value;
    return condition === undefined || condition === typeName
      ? fieldsFor(typeName, selection.selectionSet)
      : [];
  });
  return [...new Set(names)].filter((name) => name !== '__typename');
}

function fieldsOf(selectionSet: SelectionSetNode | undefined): FieldNode[] {
  return (selectionSet?.selections ?? []).filter((selection) => selection.kind === Kind.FIELD);
}

function responseName(field: FieldNode): string {
  return field.alias?.value ?? field.name.value;
}

function typeNameOf(representation: unknown): string | undefined {
  if (typeof representation !== 'object' || representation === null || !('__typename' in representation))
    return undefined;
  return typeof representation.__typename === 'string' ? representation.__typename : undefined;
}
