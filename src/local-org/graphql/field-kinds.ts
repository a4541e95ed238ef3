import type { Field, FieldType } from '../schema/schema.ts';

/** How GraphQL sees a field: the scalar of its values, and by which operators it can be filtered. */
export interface FieldKind {
  /** Scalar, and name of the types made of it: `Picklist` gives `PicklistValue`, `PicklistOperators`. */
  scalar: ScalarName;
  /** Word for it in `objectInfos { fields { dataType } }`. */
  dataType: string;
}

/** Scalars that hold values of fields, as the GraphQL API names them. */
export type ScalarName =
  | 'ID'
  | 'String'
  | 'TextArea'
  | 'LongTextArea'
  | 'Boolean'
  | 'Int'
  | 'Double'
  | 'Currency'
  | 'Percent'
  | 'Date'
  | 'DateTime'
  | 'Picklist'
  | 'MultiPicklist'
  | 'Email'
  | 'PhoneNumber'
  | 'Url';

const KINDS: Record<FieldType, FieldKind> = {
  id: { scalar: 'ID', dataType: 'REFERENCE' },
  reference: { scalar: 'ID', dataType: 'REFERENCE' },
  string: { scalar: 'String', dataType: 'STRING' },
  textarea: { scalar: 'TextArea', dataType: 'TEXTAREA' },
  boolean: { scalar: 'Boolean', dataType: 'BOOLEAN' },
  int: { scalar: 'Int', dataType: 'INT' },
  double: { scalar: 'Double', dataType: 'DOUBLE' },
  currency: { scalar: 'Currency', dataType: 'CURRENCY' },
  percent: { scalar: 'Percent', dataType: 'PERCENT' },
  date: { scalar: 'Date', dataType: 'DATE' },
  datetime: { scalar: 'DateTime', dataType: 'DATETIME' },
  picklist: { scalar: 'Picklist', dataType: 'PICKLIST' },
  multipicklist: { scalar: 'MultiPicklist', dataType: 'MULTIPICKLIST' },
  email: { scalar: 'Email', dataType: 'EMAIL' },
  phone: { scalar: 'PhoneNumber', dataType: 'PHONE' },
  url: { scalar: 'Url', dataType: 'URL' },
};

const LONGEST_TEXT_AREA = 255;

/** How GraphQL sees a field. Source: GraphQL API Developer Guide, "Schema Conventions", "Field Operators". */
export function fieldKind(field: Field): FieldKind {
  const kind = KINDS[field.type];
  const isLong = field.type === 'textarea' && (field.length ?? 0) > LONGEST_TEXT_AREA;
  return isLong ? { ...kind, scalar: 'LongTextArea' } : kind;
}
