import type { Field, ObjectDefinition } from './schema.ts';

/** What a query may do with a field besides selecting it; describe answers the same. */
export interface FieldTraits {
  /** May stand in WHERE. */
  filterable: boolean;
  /** May stand in GROUP BY. */
  groupable: boolean;
  /** May stand in ORDER BY. */
  sortable: boolean;
  /** May be counted, or be the smallest or largest of a group: COUNT, COUNT_DISTINCT, MIN, MAX. */
  aggregatable: boolean;
}

/** Text areas longer than this are "long" text: they can be neither filtered, sorted, grouped nor counted. */
const LONGEST_SHORT_TEXT = 255;

/** Whether a field holds long text (more than 255 characters in a text area). */
function isLongText(field: Field): boolean {
  return field.type === 'textarea' && (field.length ?? 0) > LONGEST_SHORT_TEXT;
}

/**
 * What a query may do with a field.
 *
 * Source: SOQL and SOSL Reference, "Considerations When Using GROUP BY" and "Support for Field Types in
 * Aggregate Functions"; the types that can be grouped are those that real describes answer `groupable` for:
 * not numbers with a fraction part (every custom number is one), dates with a time, auto-numbers,
 * multi-select picklists, roll-up summaries and formulas, except that formulas of type checkbox and date can be grouped.
 */
export function fieldTraits(field: Field): FieldTraits {
  if (isLongText(field)) {
    return { filterable: false, groupable: false, sortable: false, aggregatable: false };
  }
  return {
    filterable: true,
    groupable: isGroupable(field),
    sortable: field.type !== 'multipicklist',
    aggregatable: field.type !== 'multipicklist' && field.type !== 'boolean',
  };
}

function isGroupable(field: Field): boolean {
  if (field.formula) {
    return field.type === 'boolean' || field.type === 'date';
  }
  if (field.autoNumberFormat !== undefined || field.summary !== undefined) {
    return false;
  }
  return !['double', 'currency', 'percent', 'datetime', 'multipicklist'].includes(field.type);
}

/** Whether records can be named by a field: external ids, unique fields, and e-mail or user names as in Salesforce. */
export function isLookupKey(object: ObjectDefinition, field: Field): boolean {
  if (field.externalId || field.type === 'id' || (field.unique && !field.custom)) return true;
  const name = `${object.name}.${field.name}`;
  return name === 'Contact.Email' || name === 'User.Username' || name === 'User.Email';
}
