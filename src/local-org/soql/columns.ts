import type { FieldType, ObjectDefinition } from '../schema/schema.ts';
import type { QueryAccess } from './context.ts';
import type { Output } from './outputs.ts';

/** One column of an answer, as `query?q=…&columns=true` describes it. */
export interface ColumnMetadata {
  aggregate: boolean;
  apexType: string | null;
  booleanType: boolean;
  columnName: string;
  custom: boolean;
  displayName: string;
  foreignKeyName: string | null;
  insertable: boolean;
  joinColumns: ColumnMetadata[];
  numberType: boolean;
  textType: boolean;
  updatable: boolean;
}

/** The answer to `query?q=…&columns=true`, which `sf data query` asks for to print tables. */
export interface QueryColumns {
  columnMetadata: ColumnMetadata[];
  entityName: string;
  groupBy: boolean;
  idSelected: boolean;
  keyPrefix: string;
}

const NUMBERS: ReadonlySet<FieldType> = new Set(['int', 'double', 'currency', 'percent']);
const APEX_TYPES: Partial<Record<FieldType, string>> = {
  id: 'Id',
  reference: 'Id',
  boolean: 'Boolean',
  int: 'Integer',
  double: 'Double',
  currency: 'Double',
  percent: 'Double',
  date: 'Date',
  datetime: 'Datetime',
};

/** Describes the columns of an answer. */
export function describeColumns(
  outputs: Output[],
  object: ObjectDefinition,
  access: QueryAccess,
  groupBy: boolean,
): QueryColumns {
  return {
    columnMetadata: outputs.map((output) => describeColumn(output, access)),
    entityName: object.name,
    groupBy,
    idSelected: outputs.some((output) => output.kind === 'field' && output.field.type === 'id'),
    keyPrefix: object.keyPrefix,
  };
}

function describeColumn(output: Output, access: QueryAccess): ColumnMetadata {
  switch (output.kind) {
    case 'field':
      return fieldColumn(output, access);
    case 'parent': {
      const joinColumns = output.outputs.map((inner) => describeColumn(inner, access));
      return { ...plainColumn(output.key), foreignKeyName: output.reference.name, joinColumns };
    }
    case 'children': {
      const joinColumns = output.outputs.map((inner) => describeColumn(inner, access));
      return { ...plainColumn(output.key), aggregate: true, joinColumns };
    }
    case 'aggregate':
      return {
        ...plainColumn(output.key),
        aggregate: true,
        displayName: output.displayName,
        numberType: NUMBERS.has(output.type),
      };
  }
}

function fieldColumn(
  { key, field, objectName }: Extract<Output, { kind: 'field' }>,
  access: QueryAccess,
): ColumnMetadata {
  const apexType = APEX_TYPES[field.type] ?? 'String';
  const editable = access.canEditField(objectName, field.name);
  return {
    ...plainColumn(key),
    apexType,
    booleanType: field.type === 'boolean',
    custom: field.custom,
    insertable: field.createable && editable,
    numberType: NUMBERS.has(field.type),
    textType: apexType === 'String',
    updatable: field.updateable && editable,
  };
}

function plainColumn(name: string): ColumnMetadata {
  return {
    aggregate: false,
    apexType: null,
    booleanType: false,
    columnName: name,
    custom: name.endsWith('__c') || name.endsWith('__r'),
    displayName: name,
    foreignKeyName: null,
    insertable: false,
    joinColumns: [],
    numberType: false,
    textType: false,
    updatable: false,
  };
}
