import type { Access } from '../access/access.ts';
import type { Field, ObjectDefinition } from '../schema/schema.ts';
import type { StoredValue } from '../store/database.ts';
import type { RecordContext } from './context.ts';
import { emptySummary } from './summaries.ts';
import { toStored } from './values.ts';

function defaultOf(
  context: RecordContext,
  object: ObjectDefinition,
  field: Field,
  access: Access,
): StoredValue {
  if (field.defaultValue !== undefined) {
    const value = context.formulas.defaultValue(object, field, access);
    return field.type === 'boolean' ? value : toStored(field, value);
  }
  if (field.type === 'boolean') return 0;
  return field.picklist?.values.find((value) => value.isDefault && value.isActive)?.value ?? null;
}

/**
 * Fills in what a new record leaves out; what is explicitly null stays empty.
 * Throws RecordRefused when the default value of a field does not fit it.
 */
export function applyDefaults(
  context: RecordContext,
  object: ObjectDefinition,
  values: Record<string, StoredValue>,
  access: Access,
): void {
  for (const field of object.fields.values()) {
    if (field.formula !== undefined || values[field.name] !== undefined) continue;
    if (field.summary !== undefined) values[field.name] = emptySummary(field.summary);
    else if (field.name === 'OwnerId') values['OwnerId'] = access.userId;
    else if (field.autoNumberFormat === undefined)
      values[field.name] = defaultOf(context, object, field, access);
  }
  if (object.fields.has('ownerid')) values['OwnerId'] ??= access.userId;
}

/** A number in its display format: `FR-{0000}` and 7 give `FR-0007`; `{YYYY}`, `{MM}`, `{DD}` are the date's. */
export function formatAutoNumber(format: string, count: number, now: Date): string {
  const [year = '', month = '', day = ''] = now.toISOString().slice(0, 10).split('-');
  const dates: Record<string, string> = { YYYY: year, YY: year.slice(2), MM: month, DD: day };
  return format.replace(/\{([^}]*)\}/g, (placeholder, inside: string) => {
    if (/^0+$/.test(inside)) return String(count).padStart(inside.length, '0');
    return dates[inside] ?? placeholder;
  });
}

/** Gives the auto-number fields of a new record their next numbers; a number is never given twice. */
export function assignAutoNumbers(
  context: RecordContext,
  object: ObjectDefinition,
  values: Record<string, StoredValue>,
): void {
  for (const field of object.fields.values()) {
    if (field.autoNumberFormat === undefined) continue;
    const count = context.store.nextNumber(`auto:${object.name}.${field.name}`);
    values[field.name] = formatAutoNumber(field.autoNumberFormat, count, context.clock());
  }
}
