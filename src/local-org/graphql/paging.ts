import { graphqlError } from './errors.ts';

/** The part of a result that a request asks for. */
export interface Page {
  /** Records before it. */
  offset: number;
  /** Records on it at most. */
  size: number;
  /** Whether nothing after it can be asked for. */
  isLast: boolean;
}

const DEFAULT_SIZE = 10;
const LARGEST_SIZE = 2_000;
const SMALLEST_SIZE_WITH_BOUND = 200;
/** Records that can be paged through without `upperBound`. */
const MOST_WITHOUT_BOUND = 4_000;

/**
 * Reads `first`, `after` and `upperBound`.
 * Source: GraphQL API Developer Guide, "Paginate with Record Connections", "Paginate with Upper-Bound Limit".
 * @throws GraphQLError DataFetchingException for sizes and cursors that the API does not take
 */
export function readPage({ first, after, upperBound }: Record<string, unknown>): Page {
  const size = typeof first === 'number' ? first : DEFAULT_SIZE;
  const hasBound = typeof upperBound === 'number';
  const smallest = hasBound ? SMALLEST_SIZE_WITH_BOUND : 1;
  if (size < smallest || size > LARGEST_SIZE) {
    throw graphqlError(
      'DataFetchingException',
      `The argument 'first' must be from ${smallest} to ${LARGEST_SIZE}${hasBound ? " with 'upperBound'" : ''}, but was ${size}.`,
    );
  }
  const offset = typeof after === 'string' ? positionAfter(after) : 0;
  const bound = hasBound ? upperBound : MOST_WITHOUT_BOUND;
  if (offset >= bound && offset > 0) {
    throw graphqlError(
      'DataFetchingException',
      `Only ${bound} records can be paged through${hasBound ? '' : " without 'upperBound'"}.`,
    );
  }
  const rest = Math.max(0, bound - offset);
  return { offset, size: Math.min(size, rest), isLast: size >= rest };
}

/** The cursor of the record at a position, from 0: `v1:9`, in base 64. */
export function cursorOf(position: number): string {
  return Buffer.from(`v1:${position}`).toString('base64');
}

function positionAfter(cursor: string): number {
  const position = /^v1:(\d{1,9})$/.exec(Buffer.from(cursor, 'base64').toString('utf8'))?.[1];
  if (position === undefined) {
    throw graphqlError('DataFetchingException', `Invalid cursor: ${cursor}`);
  }
  return Number(position) + 1;
}

/** A page of a result, as connections are resolved from it. */
export interface Connection<Node> {
  edges: { node: Node; cursor: string }[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
  totalCount: () => number;
  pageResultCount: number;
}

/** A page from the nodes at its place; one node more than fits means that there is a next page. */
export function connectionOf<Node>(
  nodes: readonly Node[],
  { offset, size, isLast }: Page,
  totalCount: () => number,
): Connection<Node> {
  const edges = nodes.slice(0, size).map((node, position) => ({ node, cursor: cursorOf(offset + position) }));
  return {
    edges,
    pageInfo: {
      hasNextPage: nodes.length > size && !isLast,
      hasPreviousPage: offset > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount,
    pageResultCount: edges.length,
  };
}
