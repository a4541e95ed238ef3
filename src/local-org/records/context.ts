import type { Access } from '../access/access.ts';
import type { Formulas } from '../formula/formulas.ts';
import type { Schema } from '../schema/schema.ts';
import type { Store } from '../store/database.ts';

/** Who asks. */
export interface Session {
  /** Id of the user, 18 characters. */
  userId: string;
}

/** Whether one bad record undoes the whole call. */
export interface SaveOptions {
  allOrNone?: boolean;
}

/** What the record operations need of an org. */
export interface RecordContext {
  readonly store: Store;
  readonly schema: Schema;
  readonly formulas: Formulas;
  readonly clock: () => Date;
  /** Three characters that tell this org's ids from those of others. */
  readonly orgMark: string;
  access(userId: string): Access;
  /** Told after records of an object were written, so that what was derived from them is computed anew. */
  recordsChanged(objectName: string): void;
}
