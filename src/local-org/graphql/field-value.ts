import type { Access } from '../access/access.ts';
import { picklistLabel } from '../schema/labels.ts';
import type { Field, FieldType } from '../schema/schema.ts';
import { roundToScale } from '../values/rounding.ts';

/** What a field's value type is resolved from. */
export interface FieldValueSource {
  value: unknown;
  displayValue: () => string | null;
  label: () => string | null;
}

/** A new org's currency; the local org has no other. */
const CURRENCY = 'USD';

const NUMBERS: ReadonlySet<FieldType> = new Set(['int', 'double', 'currency', 'percent']);

/**
 * A stored value as GraphQL shows it: as it is, and in the words of the user's language, locale and time zone, numbers
 * rounded to the scale of the field.
 * Texts, references and checkboxes have no display value. Source: User Interface API Developer Guide, "Field Value".
 */
export function fieldValue(stored: unknown, field: Field, access: Access): FieldValueSource {
  const label = (): string | null => labelOf(stored, field, access.language);
  return {
    value: plainValue(stored, field.type),
    displayValue: () => (field.picklist === undefined ? displayOf(stored, field, access) : label()),
    label,
  };
}

/** A number that an aggregate function gives, which belongs to no field. */
export function numberValue(value: unknown, access: Access, digits = 0): FieldValueSource {
  return {
    value: value ?? null,
    displayValue: () => (typeof value === 'number' ? formatNumber(value, access, digits) : null),
    label: () => null,
  };
}

function plainValue(stored: unknown, type: FieldType): unknown {
  if (type === 'boolean') return stored === 1;
  return stored ?? null;
}

function labelOf(stored: unknown, field: Field, language: string): string | null {
  if (typeof stored !== 'string' || field.picklist === undefined) return null;
  const { values } = field.picklist;
  const parts = field.type === 'multipicklist' ? stored.split(';') : [stored];
  return parts
    .map((part) => {
      const known = values.find(({ value }) => value === part);
      return known === undefined ? part : picklistLabel(field, known, language);
    })
    .join(';');
}

function displayOf(stored: unknown, field: Field, access: Access): string | null {
  if (typeof stored === 'number' && NUMBERS.has(field.type)) return displayNumber(stored, field, access);
  if (typeof stored !== 'string') return null;
  switch (field.type) {
    case 'date':
      return formatMoment(`${stored}T00:00:00.000Z`, access, 'UTC', {});
    case 'datetime':
      return formatMoment(stored, access, access.timeZone, { hour: 'numeric', minute: '2-digit' });
    default:
      return null;
  }
}

function displayNumber(value: number, field: Field, access: Access): string {
  const digits = field.scale ?? 0;
  switch (field.type) {
    case 'currency':
      return formatNumber(value, access, digits, { style: 'currency', currency: CURRENCY });
    case 'percent':
      return `${formatNumber(value, access, digits)}%`;
    default:
      return formatNumber(value, access, digits);
  }
}

function formatNumber(
  value: number,
  access: Access,
  digits: number,
  options: Intl.NumberFormatOptions = {},
): string {
  const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(localeOf(access), { ...fraction, ...options }).format(
    roundToScale(value, digits),
  );
}

function formatMoment(
  moment: string,
  access: Access,
  timeZone: string,
  options: Intl.DateTimeFormatOptions,
): string {
  const day: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'numeric', day: 'numeric', timeZone };
  return new Intl.DateTimeFormat(localeOf(access), { ...day, ...options }).format(new Date(moment));
}

/** The user's locale as BCP 47; English where it is none that is known. */
function localeOf(access: Access): string {
  const [base = ''] = access.locale.replaceAll('_', '-').split('@');
  try {
    return Intl.DateTimeFormat.supportedLocalesOf([base])[0] ?? 'en-US';
  } catch {
    return 'en-US';
  }
}
