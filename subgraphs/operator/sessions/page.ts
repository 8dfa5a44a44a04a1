import { CodedError } from '../../../platform/errors.ts';

const MAX_PAGE = 200;

export interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

/** One page to read: at most `limit` rows beyond `cursor`, walking forward or backward. */
export interface PageRequest {
  readonly direction: 'forward' | 'backward';
  readonly limit: number;
  readonly cursor: string | undefined;
}

/** `last` wins over `first`, which always has a value by default. Throws BAD_USER_INPUT where the size is out of bounds. */
export function pageRequest(args: PageArguments): PageRequest {
  const backward = typeof args.last === 'number';
  const limit = backward ? args.last : args.first;
  const name = backward ? 'last' : 'first';
  if (typeof limit !== 'number' || limit < 0 || limit > MAX_PAGE) {
    throw new CodedError('BAD_USER_INPUT', {
      problem: `${name} must be between 0 and ${MAX_PAGE}, got ${String(limit)}`,
    });
  }
  const cursor = (backward ? args.before : args.after) ?? undefined;
  return {
    direction: backward ? 'backward' : 'forward',
    limit,
    cursor: cursor === undefined ? undefined : decodeCursor(cursor),
  };
}

export interface Connection<Node> {
  readonly edges: { cursor: string; node: Node }[];
  readonly pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
  readonly totalCount: number;
}

/** `rows` in reading order of the request, with one row beyond the limit where there is one. */
export function toConnection<Node>(
  request: PageRequest,
  rows: readonly Node[],
  cursorOf: (node: Node) => string,
  totalCount: number,
): Connection<Node> {
  const more = rows.length > request.limit;
  const kept = rows.slice(0, request.limit);
  if (request.direction === 'backward') kept.reverse();
  const edges = kept.map((node) => ({ cursor: encodeCursor(cursorOf(node)), node }));
  const behind = request.cursor !== undefined;
  return {
    edges,
    pageInfo: {
      hasNextPage: request.direction === 'forward' ? more : behind,
      hasPreviousPage: request.direction === 'forward' ? behind : more,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount,
  };
}

function encodeCursor(position: string): string {
  return Buffer.from(position, 'utf8').toString('base64url');
}

function decodeCursor(cursor: string): string {
  return Buffer.from(cursor, 'base64url').toString('utf8');
}

export function wrongCursor(cursor: string): CodedError {
  return new CodedError('BAD_USER_INPUT', {
    problem: `the cursor ${JSON.stringify(cursor)} is not one of this list`,
  });
}
