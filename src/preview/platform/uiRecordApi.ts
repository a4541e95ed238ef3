import { postGraphql } from '../browser/org.ts';

/*
 * `lightning/uiRecordApi`, as far as a component reads single records: `getRecord` and the readers of its result.
 * Source: LWC Developer Guide, "getRecord" and "getFieldValue".
 */

type Field = string | { fieldApiName: string; objectApiName: string };

interface RecordRequest {
  recordId?: string;
  fields?: readonly Field[];
  optionalFields?: readonly Field[];
}

interface FieldValue {
  value: unknown;
  displayValue: string | null;
}

interface LoadedRecord {
  apiName: string;
  id: string;
  fields: Readonly<Record<string, FieldValue>>;
}

interface RecordResult {
  data: LoadedRecord | undefined;
  error: { body: { message: string } } | undefined;
}

type RecordNode = { Id: string } & Record<string, FieldValue>;

interface RecordAnswer {
  uiapi?: { query?: Record<string, { edges?: { node: RecordNode }[] }> };
}

const nameOf = (field: Field): string =>
  typeof field === 'string' ? field : `${field.objectApiName}.${field.fieldApiName}`;

/** `Account.Name` is `Name`. Fields of parents are not read. */
const fieldOf = (field: Field): string => nameOf(field).split('.')[1] ?? '';

/** Wire adapter for fields of one record. */
export class getRecord {
  readonly #emit: (result: RecordResult) => void;
  #asked = '';

  constructor(emit: (result: RecordResult) => void) {
    this.#emit = emit;
    emit({ data: undefined, error: undefined });
  }

  connect(): void {}

  disconnect(): void {
    this.#asked = '';
  }

  async update({ recordId, fields = [], optionalFields = [] }: RecordRequest): Promise<void> {
    const objectName = [...fields, ...optionalFields].map(nameOf)[0]?.split('.')[0];
    if (recordId === undefined || objectName === undefined) return;
    const asked = JSON.stringify([recordId, fields, optionalFields]);
    if (asked === this.#asked) return;
    this.#asked = asked;
    const result = await read(objectName, recordId, fields, optionalFields);
    if (this.#asked === asked) this.#emit(result);
  }
}

async function read(
  objectName: string,
  recordId: string,
  fields: readonly Field[],
  optionalFields: readonly Field[],
): Promise<RecordResult> {
  const selection = [
    ...fields.map((field) => `${fieldOf(field)} { value displayValue }`),
    ...optionalFields.map((field) => `${fieldOf(field)} @optional { value displayValue }`),
  ].join(' ');
  const query = `query record($id: ID) { uiapi { query {
    ${objectName}(where: { Id: { eq: $id } }, first: 1) { edges { node { Id ${selection} } } }
  } } }`;
  const { data, errors } = await postGraphql({ query, variables: { id: recordId } });
  const node = (data as RecordAnswer | undefined)?.uiapi?.query?.[objectName]?.edges?.[0]?.node;
  if (node === undefined)
    return { data: undefined, error: { body: { message: errors?.[0]?.message ?? '' } } };
  const { Id: id, ...values } = node;
  return { data: { apiName: objectName, id, fields: values }, error: undefined };
}

/** Value of a field of a record; undefined where the record does not have it. */
export function getFieldValue(record: LoadedRecord | undefined, field: Field): unknown {
  return record?.fields[fieldOf(field)]?.value;
}

/** Value of a field as the user's locale shows it. */
export function getFieldDisplayValue(record: LoadedRecord | undefined, field: Field): unknown {
  return record?.fields[fieldOf(field)]?.displayValue;
}
