import { SalesforceError } from '../errors.ts';
import type { Field } from '../schema/schema.ts';
import type { StoredValue } from '../store/database.ts';
import { normalizeId } from '../store/ids.ts';
import { asText } from '../values/as-text.ts';
import { parseDate, parseDatetime } from '../values/dates.ts';
import { refused } from './save-result.ts';

/** E-mail addresses as Salesforce checks them: one @, a dot in the domain, no spaces. */
const EMAIL =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~\u0080-\uffff-]+@[A-Za-z0-9\u0080-\uffff-]+(\.[A-Za-z0-9\u0080-\uffff-]+)+$/;

/** Name of a JSON token, as Salesforce's parser errors call it. */
function tokenOf(value: unknown): string {
  if (typeof value === 'string') return 'VALUE_STRING';
  if (typeof value === 'number') return Number.isInteger(value) ? 'VALUE_NUMBER_INT' : 'VALUE_NUMBER_FLOAT';
  if (typeof value === 'boolean') return value ? 'VALUE_TRUE' : 'VALUE_FALSE';
  return Array.isArray(value) ? 'START_ARRAY' : 'START_OBJECT';
}

/** The whole request is refused when a value is not of the field's JSON type. */
function wrongType(field: Field, wanted: string, value: unknown): SalesforceError {
  const shown = typeof value === 'object' ? '' : ` value ${asText(value)}`;
  return new SalesforceError(
    'JSON_PARSER_ERROR',
    `Cannot deserialize instance of ${wanted} from ${tokenOf(value)}${shown} or request may be missing a required field`,
    { fields: [field.name] },
  );
}

/**
 * A number as it is kept: with all its decimals, since the scale of a field only says how many of them are shown. What
 * the field limits is the number of digits before the point.
 * Sources: Salesforce Help 000387302, "Salesforce Number Field Stores More Decimal Places Than Defined When Set via API
 * or Apex"; Object Reference, "Primitive Data Types", double: precision minus scale digits at most before the point.
 */
function numberToStored(field: Field, value: unknown): number {
  const isNumeric =
    typeof value === 'number' ||
    (typeof value === 'string' && /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value));
  if (!isNumeric || (field.type === 'int' && !Number.isInteger(Number(value))))
    throw wrongType(field, field.type, value);
  const number = Number(value);
  const wholeDigits = (field.precision ?? 18) - (field.scale ?? 0);
  if (!Number.isFinite(number) || Math.abs(number) >= 10 ** wholeDigits) {
    throw refused(
      'NUMBER_OUTSIDE_VALID_RANGE',
      `${field.label}: value outside of valid range on numeric field: ${asText(value)}`,
      [field.name],
    );
  }
  return number;
}

function textToStored(field: Field, value: unknown): string | null {
  if (typeof value !== 'string') throw wrongType(field, 'string', value);
  const kept = field.type === 'textarea' ? value.replace(/\r\n?/g, '\n') : value.trim();
  if (kept === '') return null;
  const length = field.length ?? 255;
  if (kept.length > length) {
    const shown = kept.length > 255 ? `${kept.slice(0, 255)}…` : kept;
    throw refused(
      'STRING_TOO_LONG',
      `${field.label}: data value too large: ${shown} (max length=${length})`,
      [field.name],
    );
  }
  return kept;
}

function choiceToStored(field: Field, choice: string): string {
  const picklist = field.picklist;
  if (picklist === undefined) return choice;
  const known = picklist.values.find((candidate) => candidate.isActive && candidate.value === choice);
  if (known === undefined && picklist.restricted) {
    throw refused(
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      `${field.label}: bad value for restricted picklist field: ${choice}`,
      [field.name],
    );
  }
  return choice;
}

function referenceToStored(field: Field, value: unknown): string | null {
  if (typeof value !== 'string') throw wrongType(field, 'reference', value);
  const trimmed = value.trim();
  if (trimmed === '') return null;
  const id = normalizeId(trimmed);
  if (id === undefined) {
    throw refused('MALFORMED_ID', `${field.label}: id value of incorrect type: ${trimmed}`, [field.name]);
  }
  return id;
}

function booleanToStored(field: Field, value: unknown): number {
  if (value === true || value === false) return value ? 1 : 0;
  if (typeof value === 'string' && /^(true|false)$/i.test(value))
    return value.toLowerCase() === 'true' ? 1 : 0;
  throw wrongType(field, 'boolean', value);
}

/**
 * The storage form of a value that a client sent for a field. Empty text becomes null.
 * Throws SalesforceError (JSON_PARSER_ERROR) when the JSON type is wrong, which refuses the request, and
 * RecordRefused when the value does not fit the field, which refuses the record.
 */
export function toStored(field: Field, value: unknown): StoredValue {
  if (value === null || value === undefined) {
    if (field.type === 'boolean') {
      throw refused('INVALID_TYPE_ON_FIELD_IN_RECORD', `${field.label}: value not of required type: `, [
        field.name,
      ]);
    }
    return null;
  }
  switch (field.type) {
    case 'boolean':
      return booleanToStored(field, value);
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
      return value === '' ? null : numberToStored(field, value);
    case 'date':
    case 'datetime': {
      if (value === '') return null;
      const parsed =
        typeof value === 'string'
          ? field.type === 'date'
            ? parseDate(value)
            : parseDatetime(value)
          : undefined;
      if (parsed === undefined) throw wrongType(field, field.type, value);
      return parsed;
    }
    case 'id':
    case 'reference':
      return referenceToStored(field, value);
    case 'picklist': {
      const choice = textToStored(field, value);
      return choice === null ? null : choiceToStored(field, choice);
    }
    case 'multipicklist': {
      const choices = textToStored(field, value)?.split(';') ?? [];
      const kept = [...new Set(choices.map((choice) => choice.trim()).filter((choice) => choice !== ''))];
      return kept.length === 0 ? null : kept.map((choice) => choiceToStored(field, choice)).join(';');
    }
    case 'email': {
      const address = textToStored(field, value);
      if (address !== null && !EMAIL.test(address)) {
        throw refused('INVALID_EMAIL_ADDRESS', `${field.label}: invalid email address: ${address}`, [
          field.name,
        ]);
      }
      return address;
    }
    case 'string':
    case 'textarea':
    case 'phone':
    case 'url':
      return textToStored(field, value);
  }
}
