import type { FunctionExp } from '@jetstreamapp/soql-parser-js';
import type { SalesforceError } from '../errors.ts';
import { fieldTraits } from '../schema/field-traits.ts';
import { picklistLabel } from '../schema/labels.ts';
import type { Field, FieldType } from '../schema/schema.ts';
import type { Operand } from './condition.ts';
import type { Scope } from './scope.ts';
import { list, sql } from './sql.ts';
import type { Fragment } from './sql.ts';

/** A function as the parser gives it, in SELECT, WHERE, GROUP BY, HAVING or ORDER BY. */
export interface FunctionCall {
  functionName?: string;
  parameters?: (string | FunctionCall | FunctionExp)[];
  rawValue?: string;
}

interface DateFunction {
  type: FieldType;
  of: (value: Fragment) => Fragment;
}

const wholeNumber = (format: string) => (value: Fragment) =>
  sql`CAST(strftime(${format}, ${value}) AS INTEGER)`;
const [month, dayInMonth, dayInYear] = [wholeNumber('%m'), wholeNumber('%d'), wholeNumber('%j')];

/**
 * Parts of dates and of moments; moments count in UTC, as Salesforce counts them unless `convertTimezone` is
 * used. Source: SOQL and SOSL Reference, "Date Functions".
 */
const DATE_FUNCTIONS: Record<string, DateFunction> = {
  CALENDAR_YEAR: { type: 'int', of: wholeNumber('%Y') },
  CALENDAR_QUARTER: { type: 'int', of: (value) => sql`(${month(value)} + 2) / 3` },
  CALENDAR_MONTH: { type: 'int', of: month },
  DAY_IN_MONTH: { type: 'int', of: dayInMonth },
  // 1 is Sunday.
  DAY_IN_WEEK: { type: 'int', of: (value) => sql`${wholeNumber('%w')(value)} + 1` },
  DAY_IN_YEAR: { type: 'int', of: dayInYear },
  DAY_ONLY: { type: 'date', of: (value) => sql`substr(${value}, 1, 10)` },
  HOUR_IN_DAY: { type: 'int', of: wholeNumber('%H') },
  // The first week is the first seven days, whatever day of the week they begin on.
  WEEK_IN_MONTH: { type: 'int', of: (value) => sql`(${dayInMonth(value)} + 6) / 7` },
  WEEK_IN_YEAR: { type: 'int', of: (value) => sql`(${dayInYear(value)} + 6) / 7` },
};

const DATETIME_ONLY = new Set(['DAY_ONLY', 'HOUR_IN_DAY']);

/** Whether a function gives a part of a date. */
export function isDateFunction(call: FunctionCall): boolean {
  return Object.hasOwn(DATE_FUNCTIONS, functionName(call));
}

/** The function's name in capitals. */
export function functionName(call: FunctionCall): string {
  return (call.functionName ?? '').toUpperCase();
}

/** The function as it is written in the query. */
export function writtenFunction(call: FunctionCall): string {
  return call.rawValue ?? `${call.functionName}(…)`;
}

/**
 * The only argument of a function, where it is a field.
 * @throws SalesforceError MALFORMED_QUERY for nested functions and other numbers of arguments.
 */
export function fieldArgument(scope: Scope, call: FunctionCall): string {
  const [argument, ...others] = call.parameters ?? [];
  if (typeof argument !== 'string' || others.length > 0) {
    const written = writtenFunction(call);
    throw scope.context.text.malformedAt(call.functionName ?? '', `The function ${written} is not supported`);
  }
  return argument;
}

/**
 * A function of a field that gives one value for each record: a part of a date, or `toLabel`.
 * @throws SalesforceError MALFORMED_QUERY for functions that are not supported, or fields that they do not take.
 */
export function scalarFunction(scope: Scope, call: FunctionCall): Operand {
  const name = functionName(call);
  if (name === 'TOLABEL') {
    return labelOperand(scope, call);
  }
  const dateFunction = isDateFunction(call) ? DATE_FUNCTIONS[name] : undefined;
  if (dateFunction === undefined) {
    throw unsupportedFunction(scope, call);
  }
  const path = fieldArgument(scope, call);
  const { field, sql: column } = scope.resolve(path);
  const fits = field.type === 'datetime' || (field.type === 'date' && !DATETIME_ONLY.has(name));
  if (!fits) {
    throw scope.context.text.malformedAt(
      path,
      `The function ${name} cannot be applied to the field '${field.name}'`,
    );
  }
  return { sql: dateFunction.of(column), type: dateFunction.type, name: writtenFunction(call) };
}

/** The labels of a picklist's values in the user's language. */
export function picklistLabels(field: Field, language: string): Map<string, string> {
  const values = field.picklist?.values ?? [];
  return new Map(values.map((value) => [value.value, picklistLabel(field, value, language)]));
}

/** An error for a function that is not supported in this place. */
export function unsupportedFunction(scope: Scope, call: FunctionCall): SalesforceError {
  const message = `The function ${writtenFunction(call)} is not supported here`;
  return scope.context.text.malformedAt(call.functionName ?? '', message);
}

function labelOperand(scope: Scope, call: FunctionCall): Operand {
  const path = fieldArgument(scope, call);
  const { field, sql: column } = scope.resolve(path);
  const labels = [...picklistLabels(field, scope.context.access.language)];
  if (field.type !== 'picklist' || !fieldTraits(field).filterable) {
    throw unsupportedFunction(scope, call);
  }
  const cases = labels.map(([value, label]) => sql`WHEN ${value} THEN ${label}`);
  const labelled = cases.length === 0 ? column : sql`CASE ${column} ${list(cases, ' ')} ELSE ${column} END`;
  return { sql: labelled, type: 'string', name: writtenFunction(call) };
}
