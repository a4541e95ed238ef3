import type { RecordContext, SaveOptions } from './context.ts';
import { RecordRefused } from './save-result.ts';
import type { SaveResult } from './save-result.ts';

/** Whether every record of a call was saved. */
export function allSucceeded(results: SaveResult[]): boolean {
  return results.every((result) => result.success);
}

/** The results of a call of which nothing was kept: the innocent records say so. */
export function rolledBack(results: SaveResult[]): SaveResult[] {
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
  { store }: RecordContext,
  items: Item[],
  { allOrNone = false }: SaveOptions,
  save: (item: Item, index: number) => SaveResult,
): SaveResult[] {
  const saveOne = (item: Item, index: number): SaveResult => {
    try {
      return store.transact(() => save(item, index));
    } catch (error) {
      if (!(error instanceof RecordRefused)) throw error;
      return { success: false, errors: error.errors };
    }
  };
  const keep = (results: SaveResult[]): boolean => !allOrNone || allSucceeded(results);
  const results = store.transact(() => items.map(saveOne), keep);
  return keep(results) ? results : rolledBack(results);
}
