/** Why a file as a whole cannot be read; each has its message in `messages/rapport.failures.md` under the same name. */
export type IntakeErrorCode =
  | 'fileMissing'
  | 'fileEmpty'
  | 'fileNotText'
  | 'fileIsWorkbook'
  | 'fileNotInEncoding'
  | 'encodingUnknown'
  | 'notQualtrics'
  | 'columnsMissing'
  | 'columnTwice'
  | 'mappingMissing'
  | 'mappingWrong'
  | 'surveyMissing';

/** A file, or the mapping for it, cannot be used; nothing of it was taken in. */
export class IntakeError extends Error {
  readonly code: IntakeErrorCode;
  /** What the message names, in its order: a path, columns, … */
  readonly values: string[];

  constructor(code: IntakeErrorCode, values: string[]) {
    super(`${code}: ${values.join(', ')}`);
    this.name = 'IntakeError';
    this.code = code;
    this.values = values;
  }
}

/** What can be wrong with one row; each has its message in `messages/rapport.failures.md` under `problem.<code>`. */
export type ProblemCode =
  | 'brokenRow'
  | 'cellCount'
  | 'idEmpty'
  | 'surveyEmpty'
  | 'respondentEmpty'
  | 'emailWrong'
  | 'contactIdWrong'
  | 'scoreEmpty'
  | 'scoreNotWhole'
  | 'scoreOutOfRange'
  | 'numberWrong'
  | 'dateEmpty'
  | 'dateWrong'
  | 'dateInFuture'
  | 'choiceUnknown'
  | 'tooLong'
  | 'notText';

/** One thing that is wrong with a row; `values` are what its message names, in order. */
export interface Problem {
  code: ProblemCode;
  values: string[];
}

/** A row that was not taken in, and all that is wrong with it. */
export interface RefusedLine {
  /** Line of the file on which the row begins; the first line is 1. */
  line: number;
  problems: Problem[];
}
