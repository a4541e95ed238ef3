import { fieldTraits } from '../schema/field-traits.ts';
import type { Field } from '../schema/schema.ts';
import type { Operand } from './condition.ts';
import { fieldArgument, functionName, writtenFunction } from './scalar-functions.ts';
import type { FunctionCall } from './scalar-functions.ts';
import type { Scope } from './scope.ts';
import { keyword, sql } from './sql.ts';
import type { Fragment } from './sql.ts';

const FUNCTIONS = new Set(['COUNT', 'COUNT_DISTINCT', 'SUM', 'AVG', 'MIN', 'MAX']);
const NUMBERS = new Set(['int', 'double', 'currency', 'percent']);
const TEXTS = new Set(['string', 'textarea', 'picklist', 'email', 'phone', 'url']);

/** Whether a function makes one value of many records. */
export function isAggregateFunction(call: FunctionCall): boolean {
  return FUNCTIONS.has(functionName(call));
}

/** Whether this is `COUNT()`, which counts records and answers no rows. */
export function isRecordCount(call: FunctionCall): boolean {
  return functionName(call) === 'COUNT' && (call.parameters ?? []).length === 0;
}

/**
 * COUNT, COUNT_DISTINCT, SUM, AVG, MIN or MAX of a field.
 * @throws SalesforceError MALFORMED_QUERY where the field cannot be aggregated so.
 */
export function aggregateFunction(scope: Scope, call: FunctionCall): Operand {
  const name = functionName(call);
  const path = fieldArgument(scope, call);
  const { field, sql: column } = scope.resolve(path);
  const numeric = name === 'SUM' || name === 'AVG';
  if (numeric ? !NUMBERS.has(field.type) : !fieldTraits(field).aggregatable) {
    const message = `field ${field.name} does not support aggregate operator ${name}`;
    throw scope.context.text.malformedAt(path, message);
  }
  const operand = { name: writtenFunction(call) };
  const value = collated(column, field);
  switch (name) {
    case 'COUNT':
      return { ...operand, type: 'int', sql: sql`count(${column})` };
    case 'COUNT_DISTINCT':
      return { ...operand, type: 'int', sql: sql`count(DISTINCT ${value})` };
    case 'AVG':
      return { ...operand, type: 'double', sql: sql`avg(${column})` };
    default:
      return { ...operand, type: field.type, sql: sql`${keyword(name)}(${value})` };
  }
}

/** A text without regard to letter case, as SOQL compares it. */
export function collated(column: Fragment, field: Field): Fragment {
  const caseless = TEXTS.has(field.type) && !(field.unique && field.caseSensitive);
  return caseless ? sql`${column} COLLATE NOCASE` : column;
}
