import type { Field, Reference } from '../schema/schema.ts';
import { labelFromName, makeField, picklistValues } from '../schema/builders.ts';

/** A one-line text of at most `length` characters. */
export function text(name: string, length: number, details: Partial<Field> = {}): Field {
  return makeField(name, 'string', { length, ...details });
}

/** A text of several lines; over 255 characters it is a long text. */
export function longText(name: string, length: number, details: Partial<Field> = {}): Field {
  return makeField(name, 'textarea', { length, ...details });
}

/** A number with `precision` digits, `scale` of them after the point. */
export function number(name: string, precision: number, scale: number, details: Partial<Field> = {}): Field {
  return makeField(name, scale === 0 ? 'int' : 'double', { precision, scale, ...details });
}

/** An amount of money. */
export function currency(name: string, details: Partial<Field> = {}): Field {
  return makeField(name, 'currency', { precision: 18, scale: 2, ...details });
}

/** A checkbox; unticked unless `details` say otherwise. */
export function checkbox(name: string, details: Partial<Field> = {}): Field {
  return makeField(name, 'boolean', details);
}

/** A picklist; standard picklists are not restricted, which is how a new org has them. */
export function picklist(
  name: string,
  values: string[],
  details: Partial<Field> & { preset?: string } = {},
): Field {
  const { preset, ...rest } = details;
  return makeField(name, 'picklist', {
    picklist: { restricted: false, values: picklistValues(values, preset), valueTranslations: {} },
    ...rest,
  });
}

/** A picklist that refuses other values. */
export function restrictedPicklist(
  name: string,
  values: string[],
  details: Partial<Field> & { preset?: string } = {},
): Field {
  const field = picklist(name, values, details);
  return {
    ...field,
    picklist: { restricted: true, values: field.picklist?.values ?? [], valueTranslations: {} },
  };
}

/** A reference such as `AccountId`, walked as `Account`; `children` is how the parent names this object's records. */
export function lookup(
  name: string,
  to: string | string[],
  details: Partial<Field> & {
    children?: string;
    onDelete?: Reference['onDelete'];
    relationship?: string;
  } = {},
): Field {
  const { children, onDelete, relationship, ...rest } = details;
  return makeField(name, 'reference', {
    label: labelFromName(name),
    reference: {
      to: typeof to === 'string' ? [to] : to,
      relationshipName: relationship ?? name.replace(/Id$/, ''),
      ...(children === undefined ? {} : { childRelationshipName: children }),
      masterDetail: false,
      onDelete: onDelete ?? 'setNull',
    },
    ...rest,
  });
}

/** Marks fields that the system derives and nobody sets. */
export function derived(field: Field): Field {
  return { ...field, createable: false, updateable: false };
}

/** The five parts of a postal address: `BillingStreet`, `BillingCity`, … */
export function addressFields(prefix: string): Field[] {
  return [
    longText(`${prefix}Street`, 255),
    text(`${prefix}City`, 40),
    text(`${prefix}State`, 80),
    text(`${prefix}PostalCode`, 20),
    text(`${prefix}Country`, 80),
  ];
}
