import { CodedError } from '../../../platform/errors.ts';

const LARGEST_PAGE = 100;

/** The list arguments of a connection, checked. */
export function pageRequest(
  first: number,
  after: string | null | undefined,
): { readonly limit: number; readonly before: number | undefined } {
  if (first < 1 || first > LARGEST_PAGE)
    throw new CodedError('BAD_USER_INPUT', {
      problem: `first must be between 1 and ${LARGEST_PAGE}, got ${first}`,
    });
  return { limit: first, before: after === null || after === undefined ? undefined : fromCursor(after) };
}

interface Connection<Node> {
  readonly edges: { readonly cursor: string; readonly node: Node }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount: number;
}

/** Of rows newest first, of which one more than the limit was read, to know whether there are further ones. */
export function connection<Row, Node>(
  rows: readonly Row[],
  options: {
    readonly limit: number;
    readonly before: number | undefined;
    readonly total: number;
    readonly place: (row: Row) => number;
    readonly node: (row: Row) => Node;
  },
): Connection<Node> {
  const edges = rows
    .slice(0, options.limit)
    .map((row) => ({ cursor: toCursor(options.place(row)), node: options.node(row) }));
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length > options.limit,
      hasPreviousPage: options.before !== undefined,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: options.total,
  };
}

function toCursor(place: number): string {
  return Buffer.from(`p${place}`).toString('base64url');
}

function fromCursor(cursor: string): number {
  const place = /^p(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'))?.[1];
  if (place === undefined)
    throw new CodedError('BAD_USER_INPUT', {
      problem: 'after must be a cursor that this list gave, got another text',
    });
  return Number(place);
}
