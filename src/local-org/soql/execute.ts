import { SalesforceError } from '../errors.ts';
import type { QueryContext } from './context.ts';
import type { Row } from './outputs.ts';
import type { Fragment } from './sql.ts';

/** What SQLite says when a statement passes one of its limits, such as 64 joined tables. */
const PAST_A_LIMIT = /at most \d+ tables|too many|too large|too deep|parser stack overflow/i;

/**
 * Runs a SELECT; rows are lists in the order of its columns.
 * @throws SalesforceError QUERY_TOO_COMPLICATED where the database cannot take so large a statement.
 */
export function execute(context: QueryContext, { text, values }: Fragment): Row[] {
  try {
    const statement = context.database.prepare(text);
    statement.setReturnArrays(true);
    return statement.all(...values) as unknown as Row[];
  } catch (error) {
    if (
      error instanceof Error &&
      'code' in error &&
      error.code === 'ERR_SQLITE_ERROR' &&
      PAST_A_LIMIT.test(error.message)
    ) {
      throw new SalesforceError(
        'QUERY_TOO_COMPLICATED',
        'The query refers to too many objects or has too many parts.',
      );
    }
    throw error;
  }
}
