import type { Field, ObjectDefinition, SummaryDefinition, SummaryOperator } from '../schema/schema.ts';
import type { Row, StoredValue } from '../store/database.ts';

type Filter = SummaryDefinition['filters'][number];

const NUMBER_TYPES: ReadonlySet<string> = new Set(['int', 'double', 'currency', 'percent']);
const TEXT_TYPES: ReadonlySet<string> = new Set(['string', 'picklist', 'email', 'phone', 'url']);

const EQUALITY: SummaryOperator[] = ['equals', 'notEqual'];
const ORDER: SummaryOperator[] = ['lessThan', 'greaterThan', 'lessOrEqual', 'greaterOrEqual'];

/** The operators that a condition over a field may have; none for fields that cannot be in a condition here. */
export function operatorsFor(field: Field): SummaryOperator[] {
  if (field.type === 'boolean') return EQUALITY;
  if (field.type === 'multipicklist') return [...EQUALITY, 'includes', 'excludes'];
  if (NUMBER_TYPES.has(field.type) || field.type === 'date') return [...EQUALITY, ...ORDER];
  if (TEXT_TYPES.has(field.type)) return [...EQUALITY, ...ORDER, 'contains', 'notContain', 'startsWith'];
  return [];
}

/**
 * A value of a condition in the form in which it is compared: texts in lower case, dates as `YYYY-MM-DD`, checkboxes as
 * 0 or 1; undefined when it is no value of the field. Dates may be written as in the user interface: `1/31/2026`.
 */
export function comparable(field: Field, text: string): string | number | undefined {
  if (NUMBER_TYPES.has(field.type)) {
    const number = Number(text);
    return text === '' || Number.isNaN(number) ? undefined : number;
  }
  if (field.type === 'boolean') {
    if (/^(true|1)$/i.test(text)) return 1;
    return /^(false|0)$/i.test(text) ? 0 : undefined;
  }
  if (field.type === 'date') {
    const [, month = '', day = '', year = ''] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? [];
    const date = year === '' ? text : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    return /^\d{4}-\d{2}-\d{2}$/.test(date) ? date : undefined;
  }
  return text.toLowerCase();
}

function isIn(stored: string, alternative: string): boolean {
  const chosen = stored.split(';');
  return alternative.split(';').every((choice) => chosen.includes(choice.trim()));
}

function holds(operator: SummaryOperator, stored: string | number, value: string | number): boolean {
  switch (operator) {
    case 'equals':
    case 'notEqual':
      return stored === value;
    case 'lessThan':
      return stored < value;
    case 'greaterThan':
      return stored > value;
    case 'lessOrEqual':
      return stored <= value;
    case 'greaterOrEqual':
      return stored >= value;
    case 'contains':
    case 'notContain':
      return String(stored).includes(String(value));
    case 'startsWith':
      return String(stored).startsWith(String(value));
    case 'includes':
    case 'excludes':
      return isIn(String(stored), String(value));
  }
}

const NEGATIVE: ReadonlySet<SummaryOperator> = new Set(['notEqual', 'notContain', 'excludes']);

function meets(field: Field, { operator, values }: Filter, stored: StoredValue): boolean {
  const negative = NEGATIVE.has(operator);
  // Without a value the question is whether the field is empty.
  if (values.length === 0) return (stored === null) !== negative;
  if (stored === null) return negative;
  const own = typeof stored === 'string' ? stored.toLowerCase() : stored;
  const any = values.some((text) => {
    const value = comparable(field, text);
    return value !== undefined && holds(operator, own, value);
  });
  return any !== negative;
}

/**
 * Whether a detail counts in a roll-up summary: it meets all conditions. Several values of one condition are
 * alternatives; texts are compared without case. Source: Salesforce Help, "Roll-Up Summary Field" and "Filter
 * Operators".
 */
export function meetsFilters(detail: ObjectDefinition, filters: Filter[], row: Row): boolean {
  return filters.every((filter) => {
    const field = detail.fields.get(filter.field.toLowerCase());
    return field !== undefined && meets(field, filter, (row[field.name] ?? null) as StoredValue);
  });
}
