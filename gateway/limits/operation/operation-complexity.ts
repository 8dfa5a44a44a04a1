import { Kind, type DocumentNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';
import { CodedError } from '../../../platform/errors.ts';

/** Above what people, the console and introspection write. What a document costs is counted with its fragments spread out. */
export const operationLimits = {
  depth: 20,
  rootFields: 30,
  fields: 1_000,
  aliases: 100,
  directives: 50,
} as const;

type Measure = keyof typeof operationLimits;
type Size = Record<Measure, number>;

const MEASURES = ['depth', 'rootFields', 'fields', 'aliases', 'directives'] as const;
const WORDS = { depth: 'levels', rootFields: 'root fields' } as const satisfies Partial<
  Record<Measure, string>
>;

/** OPERATION_TOO_COMPLEX for the first limit that the document is above. To be asked before it is validated, which costs as much. */
export function complexityRefusal(document: DocumentNode): CodedError | undefined {
  const size = sizeOf(document);
  const what = MEASURES.find((measure) => size[measure] > operationLimits[measure]);
  if (what === undefined) return undefined;
  return new CodedError('OPERATION_TOO_COMPLEX', {
    what: what in WORDS ? WORDS[what as keyof typeof WORDS] : what,
    limit: operationLimits[what],
    found: size[what],
  });
}

/** Its operations together, and the fragments that none of them reaches: those are validated as well. */
function sizeOf(document: DocumentNode): Size {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  /** Each fragment is measured once, however often it is spread. */
  const measured = new Map<string, Size>();

  function ofFragment(name: string): Size {
    const known = measured.get(name);
    if (known !== undefined) return known;
    // A cycle ends here; validation refuses it.
    measured.set(name, nothing());
    const fragment = fragments.get(name);
    const size = fragment === undefined ? nothing() : ofSelections(fragment.selectionSet);
    size.directives += fragment?.directives?.length ?? 0;
    measured.set(name, size);
    return size;
  }

  function ofSelections({ selections }: SelectionSetNode): Size {
    const total = nothing();
    for (const selection of selections) {
      total.directives += selection.directives?.length ?? 0;
      if (selection.kind === Kind.FRAGMENT_SPREAD) add(total, ofFragment(selection.name.value));
      else if (selection.kind === Kind.INLINE_FRAGMENT) add(total, ofSelections(selection.selectionSet));
      else {
        const inner = selection.selectionSet === undefined ? nothing() : ofSelections(selection.selectionSet);
        const aliases = inner.aliases + (selection.alias === undefined ? 0 : 1);
        add(total, {
          depth: inner.depth + 1,
          rootFields: 1,
          fields: inner.fields + 1,
          aliases,
          directives: inner.directives,
        });
      }
    }
    return total;
  }

  const total = nothing();
  for (const node of document.definitions) {
    if (node.kind !== Kind.OPERATION_DEFINITION) continue;
    const size = ofSelections(node.selectionSet);
    // Only one operation of a document runs.
    add(total, { ...size, rootFields: 0, directives: size.directives + (node.directives?.length ?? 0) });
    total.rootFields = Math.max(total.rootFields, size.rootFields);
  }
  for (const name of fragments.keys())
    if (!measured.has(name)) add(total, { ...ofFragment(name), rootFields: 0 });
  return total;
}

function nothing(): Size {
  return { depth: 0, rootFields: 0, fields: 0, aliases: 0, directives: 0 };
}

function add(total: Size, more: Size): void {
  total.depth = Math.max(total.depth, more.depth);
  for (const what of ['rootFields', 'fields', 'aliases', 'directives'] as const) total[what] += more[what];
}
