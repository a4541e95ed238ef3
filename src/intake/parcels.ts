import { createHash } from 'node:crypto';
import { invitationChannels, invitationStatuses } from '../feedback/invitation.ts';
import { channels, longestComment } from '../feedback/response.ts';
import type { QuestionAnswer } from '../feedback/response.ts';
import type { Parcel } from '../outbox/outbox.ts';
import { RowReader } from './cells.ts';
import type { Problem } from './intake-error.ts';
import type { InvitationMapping, ResponseMapping } from './mapping.ts';

/** What a row became: a parcel for the outbox, nothing, as the mapping says with a reason, or all that is wrong with it. */
export type RowResult = { parcel: Parcel } | { leftOut: string } | { problems: Problem[] };

/** Most characters of an external id in the org. */
const longestId = 255;

/** Turns a row into an answer. `survey` is used where neither the row nor the mapping names one. */
export function toResponse(
  cells: Record<string, string>,
  mapping: ResponseMapping,
  context: { survey?: string; now: Date },
): RowResult {
  const row = new RowReader(cells);
  const leftOut = reasonToLeaveOut(row, mapping);
  if (leftOut !== undefined) return { leftOut };
  const { columns, constants, source, timeZone, dateFormat } = mapping;
  const survey = surveyOf(row, mapping, context.survey);
  const externalId = columns.externalId === undefined ? contentId(cells) : row.text(columns.externalId);
  const respondent = row.respondent(columns);
  const score = row.score(columns.score);
  const channel = row.choice(columns.channel, channels, constants.channel ?? 'Web');
  const respondedAt = row.time(columns.respondedAt, {
    dateFormat,
    timeZone,
    now: context.now,
    required: true,
  });
  const comment = row.limitedText(columns.comment, longestComment);
  const language = row.language(columns.language, constants.language);
  const answers = answersOf(row, mapping);
  if (externalId === undefined) row.refuse('idEmpty', columns.externalId ?? '');
  const fullId = `${source}:${externalId ?? ''}`;
  if (fullId.length > longestId)
    row.refuse('tooLong', columns.externalId ?? '', String(fullId.length), String(longestId));
  if (
    row.problems.length > 0 ||
    survey === undefined ||
    respondent === undefined ||
    score === undefined ||
    channel === undefined ||
    respondedAt === undefined
  ) {
    return { problems: row.problems };
  }
  return {
    parcel: {
      kind: 'response',
      content: {
        externalId: fullId,
        survey,
        respondent,
        score,
        comment,
        channel,
        language,
        respondedAt,
        // a survey of one question keeps the content, and the fingerprint, that it had before there were answers
        ...(answers.length > 0 ? { answers } : {}),
      },
    },
  };
}

/** Turns a row into an invitation. `survey` is used where neither the row nor the mapping names one. */
export function toInvitation(
  cells: Record<string, string>,
  mapping: InvitationMapping,
  context: { survey?: string; now: Date },
): RowResult {
  const row = new RowReader(cells);
  const leftOut = reasonToLeaveOut(row, mapping);
  if (leftOut !== undefined) return { leftOut };
  const { columns, constants, timeZone, dateFormat } = mapping;
  const survey = surveyOf(row, mapping, context.survey);
  const respondent = row.respondent(columns);
  const status = row.choice(columns.status, invitationStatuses, constants.status ?? 'Sent');
  const channel = row.choice(columns.channel, invitationChannels, constants.channel ?? 'Email');
  const sentAt =
    columns.sentAt === undefined
      ? undefined
      : row.time(columns.sentAt, { dateFormat, timeZone, now: context.now, required: false });
  const reason = row.limitedText(columns.reason, 255);
  if (
    row.problems.length > 0 ||
    survey === undefined ||
    respondent === undefined ||
    status === undefined ||
    channel === undefined
  ) {
    return { problems: row.problems };
  }
  const person = respondent.contactId?.slice(0, 15) ?? respondent.email ?? '';
  const externalId = `invitation:${digest(`${survey}\n${person}`)}`;
  return {
    parcel: {
      kind: 'invitation',
      content: { externalId, survey, respondent, status, channel, sentAt, reason },
    },
  };
}

function reasonToLeaveOut(row: RowReader, { skip }: ResponseMapping | InvitationMapping): string | undefined {
  return skip.find(({ column, values }) => values.includes(row.text(column) ?? ''))?.reason;
}

/** What was answered to the further questions; a cell that is empty is no answer. */
function answersOf(row: RowReader, mapping: ResponseMapping): QuestionAnswer[] {
  const answers: QuestionAnswer[] = [];
  for (const { column, question, kind } of mapping.questions) {
    const number = kind === 'number' ? row.number(column) : undefined;
    const text = kind === 'text' ? row.limitedText(column, longestComment) : undefined;
    if (number !== undefined) answers.push({ question, number });
    if (text !== undefined) answers.push({ question, text });
  }
  return answers;
}

function surveyOf(
  row: RowReader,
  mapping: ResponseMapping | InvitationMapping,
  fallback: string | undefined,
): string | undefined {
  const { columns, constants } = mapping;
  const survey = row.limitedText(columns.survey, longestId, constants.survey ?? fallback);
  return survey ?? row.refuse('surveyEmpty', columns.survey ?? '');
}

/** A row without an id of its own is known by all of its content: the same row again is the same answer. */
function contentId(cells: Record<string, string>): string {
  return digest(JSON.stringify(Object.entries(cells)));
}

/** 160 bits of SHA-256 in hexadecimal: short enough for an id, and it gives no e-mail address away. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 40);
}
