import type { Field, FieldType } from '../schema/schema.ts';
import type { SqlValue } from './sql.ts';

/** A record in the JSON form of the REST API. */
export type JsonRecord = Record<string, unknown>;

/** The records of a child query below one parent record. */
export interface ChildRecords {
  totalSize: number;
  done: true;
  records: JsonRecord[];
}

/** One row of the database, in the order of the selected columns. */
export type Row = readonly SqlValue[];

/** What one selected part of a query becomes in the answer; `column` is its place in a row. */
export type Output = FieldOutput | ParentOutput | ChildrenOutput | AggregateOutput;

/** A field of the record, or of the parent that holds this output. */
export interface FieldOutput {
  kind: 'field';
  key: string;
  column: number;
  field: Field;
  /** API name of the object that the field belongs to. */
  objectName: string;
  /** Labels to show instead of values, for `toLabel`. */
  labels?: Map<string, string>;
}

/** A parent record, with the fields that were selected of it. */
export interface ParentOutput {
  kind: 'parent';
  key: string;
  idColumn: number;
  objectNameColumn: number;
  /** Whether the parent may be of several types: its `attributes.type` is `Name` then, as in Salesforce. */
  polymorphic: boolean;
  reference: Field;
  outputs: Output[];
}

/** The records of a child query. */
export interface ChildrenOutput {
  kind: 'children';
  key: string;
  outputs: Output[];
  /** By the id of the parent record. */
  records: Map<string, ChildRecords>;
}

/** An aggregate, or a part of a date that is grouped by. */
export interface AggregateOutput {
  kind: 'aggregate';
  key: string;
  column: number;
  type: FieldType;
  /** The function as column headings show it. */
  displayName: string;
}
