import { makeField } from '../schema/builders.ts';
import type { Field } from '../schema/schema.ts';

/**
 * What can be read through a reference that may point to several objects, such as the owner of a record that
 * users and queues can own: Salesforce shows all of them as one object, `Name`, with these fields only.
 * Source: Object Reference, "Name".
 */
const NAME_FIELDS = new Set([
  'id',
  'name',
  'alias',
  'email',
  'firstname',
  'isactive',
  'lastname',
  'phone',
  'profileid',
  'title',
  'username',
  'userroleid',
]);

/** Relationships that can be walked on from a `Name`, in lower case. */
export const nameRelationships: ReadonlySet<string> = new Set(['profile', 'userrole']);

/** `Owner.Type`: `User` or `Queue`, or the API name of any other object. */
export const typeOfName: Field = makeField('Type', 'string', { createable: false, updateable: false });

/** Whether a field is one of those that every `Name` has. */
export function nameField(field: Field): boolean {
  return NAME_FIELDS.has(field.name.toLowerCase());
}
