import { DatabaseSync } from 'node:sqlite';
import type { QueryableOrg } from '../../../src/local-org/soql/context.ts';
import { runQuery } from '../../../src/local-org/soql/run-query.ts';
import type { QueryResult } from '../../../src/local-org/soql/run-query.ts';
import {
  emptySchema,
  makeField,
  makeObject,
  ownerField,
  picklistValues,
} from '../../../src/local-org/schema/builders.ts';
import type { Field, ObjectDefinition, Schema } from '../../../src/local-org/schema/schema.ts';
import { isStored } from '../../../src/local-org/schema/schema.ts';
import { makeId } from '../../../src/local-org/store/ids.ts';

export const USER = makeId('005', '000', 1);
export const OTHER_USER = makeId('005', '000', 2);
export const QUEUE = makeId('00G', '000', 1);

/** Tuesday, 10 March 2026, 23:30 in UTC: already Wednesday in Paris. */
export const NOW = new Date('2026-03-10T23:30:00.000Z');

const lookup = (
  name: string,
  to: string[],
  relationshipName: string,
  childRelationshipName?: string,
): Field =>
  makeField(name, 'reference', {
    reference: { to, relationshipName, childRelationshipName, masterDetail: false, onDelete: 'setNull' },
  });

const statuses = picklistValues(['Open', 'In Progress', 'Done']).map((value) => ({
  ...value,
  label: value.value === 'Done' ? 'Finished' : value.label,
}));

const objects: ObjectDefinition[] = [
  makeObject('Profile', '00e', [makeField('Name', 'string')]),
  makeObject('User', '005', [
    makeField('Name', 'string'),
    makeField('Username', 'string'),
    makeField('IsActive', 'boolean'),
    makeField('Department', 'string'),
    lookup('ProfileId', ['Profile'], 'Profile'),
  ]),
  makeObject('Group', '00G', [makeField('Name', 'string')]),
  makeObject('Account', '001', [
    makeField('Name', 'string', { required: true }),
    makeField('Description', 'textarea', { length: 32_000 }),
    makeField('Industry', 'string'),
    makeField('NumberOfEmployees', 'int'),
    makeField('AnnualRevenue', 'currency'),
    makeField('IsPartner__c', 'boolean'),
    makeField('Regions__c', 'multipicklist', {
      picklist: {
        restricted: true,
        values: picklistValues(['North', 'South', 'West']),
        valueTranslations: {},
      },
    }),
    makeField('External_Id__c', 'string', { externalId: true, unique: true, caseSensitive: true }),
    makeField('Feedback_Scored_At__c', 'datetime'),
    lookup('ParentId', ['Account'], 'Parent', 'ChildAccounts'),
    ownerField(['User']),
  ]),
  makeObject('Feedback_Response__c', 'a00', [
    makeField('Name', 'string', { autoNumberFormat: 'FR-{000000}' }),
    makeField('Score__c', 'double', { precision: 2, scale: 0 }),
    makeField('Category__c', 'picklist', {
      picklist: {
        restricted: true,
        values: picklistValues(['Promoter', 'Passive', 'Detractor']),
        valueTranslations: {},
      },
    }),
    makeField('Status__c', 'picklist', {
      picklist: { restricted: true, values: statuses, valueTranslations: { fr: { Done: 'Terminé' } } },
    }),
    makeField('Responded_At__c', 'datetime'),
    makeField('Due_On__c', 'date'),
    makeField('Is_Low__c', 'boolean', { formula: { expression: 'Score__c < 7', blankAsZero: true } }),
    makeField('Score_Text__c', 'string', { formula: { expression: 'TEXT(Score__c)', blankAsZero: true } }),
    lookup('Account__c', ['Account'], 'Account__r', 'Feedback_Responses__r'),
    ownerField(['User', 'Group']),
  ]),
];

type Values = Record<string, string | number | null>;

/** A small org without an engine: a schema, tables and rows, and a user for whom things can be hidden. */
export class QueryOrg implements QueryableOrg {
  readonly database = new DatabaseSync(':memory:');
  readonly schema: Schema = emptySchema();
  readonly hidden = new Set<string>();
  readonly clock = () => NOW;
  timeZone = 'Europe/Paris';
  language = 'en_US';
  locale = 'en_US';
  visibleRows?: (objectName: string, alias: string) => { sql: string; values: string[] } | undefined;
  readonly #counts = new Map<string, number>();

  constructor() {
    for (const object of objects) {
      this.schema.objects.set(object.name.toLowerCase(), object);
      const columns = [...object.fields.values()].filter(isStored).map(({ name }) => `"${name}"`);
      this.database.exec(`CREATE TABLE "${object.name}" (${columns.join(', ')})`);
    }
    // Stands in for the engine's formulas: Is_Low__c and Score_Text__c of a response.
    this.database.function('formula_value', { varargs: true }, (...[, field, id]) => {
      const row = this.database
        .prepare('SELECT "Score__c" AS score FROM "Feedback_Response__c" WHERE "Id" = ?')
        .get(id!);
      const score = Number(row?.['score']);
      return field === 'Is_Low__c' ? Number(score < 7) : String(score);
    });
    this.insert('Profile', { Name: 'Standard User' });
    this.insert('User', {
      Name: 'Ana Keller',
      Username: 'ana@rapport.example',
      IsActive: 1,
      ProfileId: makeId('00e', '000', 1),
    });
    this.insert('User', { Name: 'Ben Roy', Username: 'ben@rapport.example', IsActive: 0 });
    this.insert('Group', { Name: 'Unmatched Answers' });
  }

  access() {
    return {
      timeZone: this.timeZone,
      language: this.language,
      locale: this.locale,
      canReadObject: (object: string) => !this.hidden.has(object),
      canReadField: (object: string, field: string) => !this.hidden.has(`${object}.${field}`),
      canEditField: (object: string, field: string) => !this.hidden.has(`${object}.${field}`),
      canEdit: (object: string) => !this.hidden.has(object),
      canDelete: (object: string) => !this.hidden.has(object),
      canModifyAll: (object: string) => !this.hidden.has(object),
      visibleRows: this.visibleRows,
    };
  }

  /** Stores a row as it is; answers its id. */
  insert(objectName: string, values: Values): string {
    const object = this.schema.objects.get(objectName.toLowerCase())!;
    const count = (this.#counts.get(objectName) ?? 0) + 1;
    this.#counts.set(objectName, count);
    const id = makeId(object.keyPrefix, '000', count);
    const row: Values = {
      Id: id,
      IsDeleted: 0,
      CreatedDate: NOW.toISOString(),
      CreatedById: USER,
      ...values,
    };
    const columns = Object.keys(row);
    this.database
      .prepare(
        `INSERT INTO "${objectName}" (${columns.map((name) => `"${name}"`).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
      )
      .run(...Object.values(row));
    return id;
  }

  query(soql: string, options: { includeDeleted?: boolean; apiVersion?: string } = {}): QueryResult {
    return runQuery(this, { userId: USER }, soql, { includeDeleted: false, ...options });
  }

  /** The values of one column of the answer, in order. */
  values(soql: string, column: string): unknown[] {
    return this.query(soql).records.map((record) => record[column]);
  }

  /** The error with which a query is refused, as `CODE: message`; the last line of messages that point into it. */
  refusal(soql: string): string {
    try {
      this.query(soql);
    } catch (error) {
      const { errorCode, message } = error as { errorCode?: string; message: string };
      return `${errorCode}: ${message.split('\n').at(-1)}`;
    }
    throw new Error(`The query was answered: ${soql}`);
  }
}
