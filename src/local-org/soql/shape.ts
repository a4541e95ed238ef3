import { recordAttributes } from '../schema/record-attributes.ts';
import { jsonValue } from '../values/json-value.ts';
import type { JsonRecord, Output, ParentOutput, Row } from './outputs.ts';

/** A row as a record: fields, parents within it (null where there is none) and lists of children. */
export function shapeRecord(
  row: Row,
  id: string,
  objectName: string,
  outputs: Output[],
  apiVersion: string,
): JsonRecord {
  const record: JsonRecord = { attributes: recordAttributes(objectName, id, apiVersion) };
  fill(record, row, id, outputs, apiVersion);
  return record;
}

/** A row of an aggregate query. */
export function shapeAggregate(row: Row, outputs: Output[]): JsonRecord {
  const record: JsonRecord = { attributes: { type: 'AggregateResult' } };
  fill(record, row, '', outputs, '');
  return record;
}

function fill(record: JsonRecord, row: Row, id: string, outputs: Output[], apiVersion: string): void {
  for (const output of outputs) {
    switch (output.kind) {
      case 'field':
        record[output.key] = labelled(jsonValue(row[output.column], output.field.type), output.labels);
        break;
      case 'aggregate':
        record[output.key] = jsonValue(row[output.column], output.type);
        break;
      case 'children':
        record[output.key] = output.records.get(id) ?? null;
        break;
      case 'parent':
        record[output.key] = shapeParent(row, output, apiVersion);
        break;
    }
  }
}

function shapeParent(row: Row, output: ParentOutput, apiVersion: string): JsonRecord | null {
  const id = row[output.idColumn];
  const objectName = row[output.objectNameColumn];
  if (typeof id !== 'string' || typeof objectName !== 'string') {
    return null;
  }
  const type = output.polymorphic ? 'Name' : objectName;
  const parent: JsonRecord = { attributes: recordAttributes(objectName, id, apiVersion, type) };
  fill(parent, row, id, output.outputs, apiVersion);
  return parent;
}

function labelled(value: unknown, labels: Map<string, string> | undefined): unknown {
  if (labels === undefined || typeof value !== 'string') {
    return value;
  }
  return value
    .split(';')
    .map((part) => labels.get(part) ?? part)
    .join(';');
}
