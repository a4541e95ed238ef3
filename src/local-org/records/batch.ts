import type { RecordContext, SaveOptions } from './context.ts';
import { RecordRefused } from './save-result.ts';
import type { SaveResult } from './save-result.ts';

/** Thrown inside the transaction of a call to undo all of it, with the results to answer. */
class CallUndone extends Error {
  readonly results: SaveResult[];

  constructor(results: SaveResult[]) {
    super('all or none');
    this.results = results;
  }
}

/** The results of a call of which nothing was kept: the innocent records say so. */
function undone(results: SaveResult[]): SaveResult[] {
  return results.map((result) =>
    result.success
      ? {
          success: false,
          errors: [
            {
              statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
              message:
                'Record rolled back because not all records were valid and the request was using AllOrNone header',
              fields: [],
            },
          ],
        }
      : result,
  );
}

/**
 * Saves the records of a call in one transaction: each on its own (partial success), or with `allOrNone` none when one
 * is refused. `save` throws RecordRefused for a bad record; anything else undoes the call and is thrown on.
 */
export function saveEach<Item>(
  context: RecordContext,
  items: Item[],
  options: SaveOptions,
  save: (item: Item, index: number) => SaveResult,
): SaveResult[] {
  const store = context.store;
  try {
    return store.transact(() => {
      const results = items.map((item, index): SaveResult => {
        try {
          return store.transact(() => save(item, index));
        } catch (error) {
          if (!(error instanceof RecordRefused)) throw error;
          return { success: false, errors: error.errors };
        }
      });
      if (options.allOrNone === true && results.some((result) => !result.success))
        throw new CallUndone(results);
      return results;
    });
  } catch (error) {
    if (error instanceof CallUndone) return undone(error.results);
    throw error;
  }
}
