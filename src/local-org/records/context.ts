import type { Access } from '../access/access.ts';
import type { Formulas } from '../formula/formulas.ts';
import type { ObjectDefinition, Schema } from '../schema/schema.ts';
import type { Store, StoredValue } from '../store/database.ts';

/** Who asks. */
export interface Session {
  /** Id of the user, 18 characters. */
  userId: string;
}

/** Whether one bad record undoes the whole call. */
export interface SaveOptions {
  allOrNone?: boolean;
}

/** A row as the record operations hold it while they write it: columns by API name. */
export type RowValues = Readonly<Record<string, StoredValue | undefined>>;

/**
 * What comes between the record operations and their rows where a test asks for it (src/local-org/faults): locks that
 * others hold, and transactions that end late. Undefined in an org without faults.
 */
export interface RowDisturbance {
  /** Asked before a row is written or deleted. Throws RecordRefused (UNABLE_TO_LOCK_ROW). */
  beforeWrite(context: RecordContext, object: ObjectDefinition, row: RowValues): void;
  /** Told after a row was written, with its id and SystemModstamp in storage form. */
  afterWrite(object: ObjectDefinition, row: { id: string; stamp: string }, writerId: string): void;
  /** Rows of an object that this reader does not see yet: id and SystemModstamp, one after the other. */
  unseen(objectName: string, readerId: string): string[];
  /** The earliest SystemModstamp of the rows of an object that somebody does not see yet; undefined without such. */
  unseenSince(objectName: string): string | undefined;
}

/** What the record operations need of an org. */
export interface RecordContext {
  readonly store: Store;
  readonly schema: Schema;
  readonly formulas: Formulas;
  readonly clock: () => Date;
  /** Three characters that tell this org's ids from those of others. */
  readonly orgMark: string;
  readonly disturbance?: RowDisturbance | undefined;
  access(userId: string): Access;
  /** Told after records of an object were written, so that what was derived from them is computed anew. */
  recordsChanged(objectName: string): void;
}
