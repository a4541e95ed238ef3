import { z } from 'zod';

/** Whether a text can be kept anywhere: PostgreSQL's has no NUL, and none has half a surrogate pair. */
export function isText(value: string): boolean {
  return value.isWellFormed() && !value.includes('\0');
}

/** The text of someone else, such as the org's words, as it can be kept. */
export function storable(value: string): string {
  return value.toWellFormed().replaceAll('\0', '');
}

/** A text that can be kept anywhere. */
export const text = z.string().refine(isText, 'it has a character that no text may have');
