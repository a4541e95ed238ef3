import { readFile } from 'node:fs/promises';
import { parse } from 'date-fns/parse';
import { z } from 'zod';
import { questionAnswer } from '../feedback/response.ts';
import { IntakeError } from './intake-error.ts';

const columnName = z.string().min(1);

const timeZone = z.string().refine((name) => {
  try {
    return Intl.DateTimeFormat(undefined, { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}, 'not a time zone such as Europe/Paris');

function isDateFormat(format: string): boolean {
  // day of the year and week year: date-fns warns of them on the console before it refuses them
  if (/D|YY/.test(format.replaceAll(/'[^']*'/g, ''))) return false;
  try {
    return parse('', format, new Date(0)) !== undefined;
  } catch {
    return false;
  }
}

const shared = z.strictObject({
  name: z.string().min(1),
  /** Names the source in every external id, so that the ids of two sources never meet. */
  source: z.string().regex(/^[a-z0-9-]{1,40}$/, 'lower-case letters, digits and hyphens, 40 at most'),
  /** `qualtrics`: three header rows, columns named by the ImportId of the third. `csv`: one header row. */
  format: z.enum(['csv', 'qualtrics']),
  /** In which the times without an offset are meant. */
  timeZone: timeZone.default('UTC'),
  /** How times are written, in date-fns tokens; by default ISO 8601 or `yyyy-MM-dd HH:mm:ss`. */
  dateFormat: z
    .string()
    .refine(isDateFormat, 'date-fns tokens are needed, such as dd/MM/yyyy HH:mm')
    .optional(),
  /** Rows that are no answers by customers, such as previews of the survey: refused with this reason. */
  skip: z
    .array(
      z.strictObject({ column: columnName, values: z.array(z.string()).min(1), reason: z.string().min(1) }),
    )
    .default([]),
});

/** How the columns of a file become answers. A value comes from its column, else from `constants`. */
export const responseMapping = shared.extend({
  columns: z.strictObject({
    /** Without it, a row is known by its content. */
    externalId: columnName.optional(),
    survey: columnName.optional(),
    email: columnName.optional(),
    contactId: columnName.optional(),
    score: columnName,
    comment: columnName.optional(),
    channel: columnName.optional(),
    language: columnName.optional(),
    respondedAt: columnName,
  }),
  /** Columns that hold the answers to further questions of the survey; an empty cell is a question left out. */
  questions: z
    .array(
      z.strictObject({
        column: columnName,
        /** `Key__c` of the question in the org. */
        question: questionAnswer.shape.question,
        /** Whether it was answered by a number, such as a rating, or in words. */
        kind: z.enum(['number', 'text']),
      }),
    )
    .refine(
      (questions) => new Set(questions.map(({ question }) => question)).size === questions.length,
      'a question has two columns',
    )
    .default([]),
  constants: z
    .strictObject({
      survey: z.string().optional(),
      channel: z.string().optional(),
      language: z.string().optional(),
    })
    .default({}),
});
export type ResponseMapping = z.infer<typeof responseMapping>;

/** How the columns of a file become invitations. */
export const invitationMapping = shared.extend({
  columns: z.strictObject({
    survey: columnName.optional(),
    email: columnName.optional(),
    contactId: columnName.optional(),
    status: columnName.optional(),
    channel: columnName.optional(),
    sentAt: columnName.optional(),
    reason: columnName.optional(),
  }),
  constants: z
    .strictObject({
      survey: z.string().optional(),
      status: z.string().optional(),
      channel: z.string().optional(),
    })
    .default({}),
});
export type InvitationMapping = z.infer<typeof invitationMapping>;

/**
 * Reads a mapping from a JSON file.
 * @throws IntakeError `mappingMissing` when there is no such file, `mappingWrong` with what is wrong and where
 */
export async function readMapping<Schema extends typeof responseMapping | typeof invitationMapping>(
  path: string,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new IntakeError('mappingMissing', [path]);
  });
  const result = schema.safeParse(parseJson(text, path));
  if (!result.success) throw new IntakeError('mappingWrong', [path, z.prettifyError(result.error)]);
  const mapping = result.data;
  if (mapping.columns.email === undefined && mapping.columns.contactId === undefined) {
    throw new IntakeError('mappingWrong', [
      path,
      'columns: email or contactId is needed to know who answered',
    ]);
  }
  return mapping as z.infer<Schema>;
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new IntakeError('mappingWrong', [path, error instanceof Error ? error.message : String(error)]);
  }
}
