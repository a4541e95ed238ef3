import { tz } from '@date-fns/tz';
// function by function: the whole of date-fns takes over a second to load
import { addDays } from 'date-fns/addDays';
import { isValid } from 'date-fns/isValid';
import { parse } from 'date-fns/parse';
import { parseISO } from 'date-fns/parseISO';
import { z } from 'zod';
import { longestEmail, recordId } from '../feedback/respondent.ts';
import type { Respondent } from '../feedback/respondent.ts';
import { isText, storable } from '../feedback/text.ts';
import type { Problem, ProblemCode } from './intake-error.ts';

/** Collects what is wrong with one row while its cells are read. */
export class RowReader {
  readonly problems: Problem[] = [];
  readonly #cells: Record<string, string>;

  constructor(cells: Record<string, string>) {
    this.#cells = cells;
  }

  refuse(code: ProblemCode, ...values: string[]): undefined {
    this.problems.push({ code, values });
    return undefined;
  }

  /**
   * The trimmed cell of a column, else the constant; absent when both are empty. With a character that no text may have, the
   * row is refused, once for the cell, and the rest of the text is read on.
   */
  text(column: string | undefined, constant?: string): string | undefined {
    const cell = column === undefined ? '' : (this.#cells[column] ?? '').trim();
    if (column !== undefined && !isText(cell)) {
      const isKnown = this.problems.some(({ code, values }) => code === 'notText' && values[0] === column);
      if (!isKnown) this.refuse('notText', column);
      return storable(cell);
    }
    return cell === '' ? constant : cell;
  }

  /** As {@link text}, refused when longer than the org keeps: nothing is cut off in silence. */
  limitedText(column: string | undefined, longest: number, constant?: string): string | undefined {
    const value = this.text(column, constant);
    if (value === undefined || value.length <= longest) return value;
    return this.refuse('tooLong', column ?? '', String(value.length), String(longest));
  }

  /** A whole number from 0 to 10; anything else is refused, never rounded: not `9.0`, `9/10` or `ten`. */
  score(column: string): number | undefined {
    const value = this.text(column);
    if (value === undefined) return this.refuse('scoreEmpty', column);
    if (!/^-?\d+$/.test(value)) return this.refuse('scoreNotWhole', value);
    const score = Number(value);
    return score >= 0 && score <= 10 ? score : this.refuse('scoreOutOfRange', value);
  }

  /** A number with a point or comma before its decimals, as a rating is; absent when the cell is empty. */
  number(column: string): number | undefined {
    const value = this.text(column);
    if (value === undefined) return undefined;
    if (!/^-?\d{1,15}(?:[.,]\d{1,10})?$/.test(value)) return this.refuse('numberWrong', value, column);
    return Number(value.replace(',', '.'));
  }

  respondent(columns: { email?: string; contactId?: string }): Respondent | undefined {
    const contactId = this.text(columns.contactId);
    const email = this.text(columns.email)?.toLowerCase();
    if (contactId === undefined && email === undefined) {
      return this.refuse('respondentEmpty', columns.email ?? columns.contactId ?? '');
    }
    if (contactId !== undefined && !recordId.safeParse(contactId).success) {
      return this.refuse('contactIdWrong', contactId);
    }
    if (email !== undefined && email.length > longestEmail) {
      return this.refuse('tooLong', columns.email ?? '', String(email.length), String(longestEmail));
    }
    if (email !== undefined && !z.email().safeParse(email).success) return this.refuse('emailWrong', email);
    return { contactId, email };
  }

  /** One of a list of values, in any case. */
  choice<Value extends string>(
    column: string | undefined,
    values: readonly Value[],
    constant: string | undefined,
  ): Value | undefined {
    const text = this.text(column, constant) ?? '';
    const found = values.find((value) => value.toLowerCase() === text.toLowerCase());
    return found ?? this.refuse('choiceUnknown', text, column ?? '', values.join(', '));
  }

  /**
   * A time in UTC, ISO 8601. Read by the mapping's format in its time zone, or as ISO 8601, or as
   * `yyyy-MM-dd HH:mm:ss`. More than a day ahead of now is refused: clocks differ, but not by that much.
   */
  time(
    column: string,
    how: { dateFormat?: string; timeZone: string; now: Date; required: boolean },
  ): string | undefined {
    const value = this.text(column);
    if (value === undefined) return how.required ? this.refuse('dateEmpty', column) : undefined;
    const time = parseTime(value, how);
    // a year of two digits read as four, or the like
    if (!isValid(time) || time.getFullYear() < 1990) return this.refuse('dateWrong', value, column);
    if (time > addDays(how.now, 1)) return this.refuse('dateInFuture', value, column);
    return new Date(time.getTime()).toISOString();
  }

  /** A language as BCP 47 writes it (`FR` → `fr`), else as it stands. */
  language(column: string | undefined, constant?: string): string | undefined {
    const value = this.limitedText(column, 10, constant);
    try {
      return value === undefined ? undefined : Intl.getCanonicalLocales(value.replace('_', '-'))[0];
    } catch {
      return value;
    }
  }
}

function parseTime(text: string, how: { dateFormat?: string; timeZone: string; now: Date }): Date {
  if (how.dateFormat !== undefined) return parse(text, how.dateFormat, how.now, { in: tz(how.timeZone) });
  // with an offset of its own a time needs no zone, whose rules cost more to apply than all the rest of a row
  const hasOffset = /(?:Z|[+-]\d{2}(?::?\d{2})?)$/.test(text) && text.includes(':');
  return hasOffset ? parseISO(text) : parseISO(text, { in: tz(how.timeZone) });
}
