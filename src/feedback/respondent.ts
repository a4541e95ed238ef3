import { z } from 'zod';

/** A Salesforce record id: 15 characters, or 18 with its checksum. */
export const recordId = z.string().regex(/^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/);

/** Most characters of an e-mail address in the org (Object Reference, field type email). */
export const longestEmail = 80;

/**
 * Who answered or is asked, as far as the source knows: by contact id, else by e-mail.
 * An e-mail is kept in lower case, as Salesforce compares it.
 */
export const respondent = z
  .strictObject({
    contactId: recordId.optional(),
    email: z.email().max(longestEmail).toLowerCase().optional(),
  })
  .refine((value) => value.contactId !== undefined || value.email !== undefined, {
    message: 'a contact id or an e-mail is needed',
  });
export type Respondent = z.infer<typeof respondent>;
