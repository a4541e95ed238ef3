import type { DatabaseSync } from 'node:sqlite';
import type { Schema } from '../schema/schema.ts';
import type { QueryText } from './query-text.ts';

/** What the signed-in user may read, and how the user's days begin and end. */
export interface QueryAccess {
  /** IANA name, e.g. `Europe/Paris`: date literals are days of this zone. */
  readonly timeZone: string;
  /** Language of picklist labels, e.g. `fr` or `en_US`. */
  readonly language: string;
  /** Decides on which day weeks begin, e.g. `fr_FR`. */
  readonly locale: string;
  canReadObject(objectName: string): boolean;
  canReadField(objectName: string, fieldName: string): boolean;
  canEditField(objectName: string, fieldName: string): boolean;
  canEdit(objectName: string): boolean;
  canDelete(objectName: string): boolean;
  /** Whether all records of an object may be changed, whoever owns them. */
  canModifyAll(objectName: string): boolean;
  /**
   * The rows of an object that sharing lets the user see, as an SQL condition over `alias`, with its bound
   * values; undefined when the user sees all of them.
   */
  visibleRows?(objectName: string, alias: string): { sql: string; values: (string | number)[] } | undefined;
}

/** The part of an org that queries need. */
export interface QueryableOrg {
  readonly database: DatabaseSync;
  readonly schema: Schema;
  readonly clock: () => Date;
  /** Rows that a reader does not see yet: id and SystemModstamp, one after the other. For tests. */
  readonly disturbance?: { unseen(objectName: string, readerId: string): string[] } | undefined;
  access(userId: string): QueryAccess;
}

/** How a query is to be answered. */
export interface QueryOptions {
  /** Whether records in the recycle bin are answered too (`queryAll`). */
  includeDeleted: boolean;
  /** Version in record URLs, e.g. `67.0`. */
  apiVersion?: string;
}

/** All that the parts of one running query share. */
export interface QueryContext {
  readonly database: DatabaseSync;
  readonly schema: Schema;
  readonly access: QueryAccess;
  readonly userId: string;
  /** The moment of the query: every date literal of one query means the same day. */
  readonly now: Date;
  readonly includeDeleted: boolean;
  readonly disturbance?: QueryableOrg['disturbance'];
  readonly apiVersion: string;
  readonly text: QueryText;
}
