/** Why one record was not saved. */
export interface SaveError {
  /** Salesforce status code, e.g. `REQUIRED_FIELD_MISSING`. */
  statusCode: string;
  message: string;
  /** API names of the fields concerned. */
  fields: string[];
}

/** What became of one record of a call. */
export interface SaveResult {
  id?: string;
  success: boolean;
  /** Upserts only: whether the record is new. */
  created?: boolean;
  errors: SaveError[];
}

/** The refusal of one record; the rest of the call goes on. */
export class RecordRefused extends Error {
  readonly errors: SaveError[];

  constructor(errors: SaveError[]) {
    super(errors.map((error) => `${error.statusCode}: ${error.message}`).join('; '));
    this.name = 'RecordRefused';
    this.errors = errors;
  }
}

/** Makes a refusal with one reason. */
export function refused(statusCode: string, message: string, fields: string[] = []): RecordRefused {
  return new RecordRefused([{ statusCode, message, fields }]);
}
