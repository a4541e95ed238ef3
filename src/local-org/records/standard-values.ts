import type { ObjectDefinition } from '../schema/schema.ts';
import type { Row, StoredValue } from '../store/database.ts';
import type { RecordContext } from './context.ts';
import { checkAssignment, deriveAssignment } from './permission-set-assignment.ts';
import { refused } from './save-result.ts';
import { CLOSED_CASE_STATUSES, CLOSED_TASK_STATUSES } from '../standard-objects/service.ts';
import { OPPORTUNITY_STAGES } from '../standard-objects/stages.ts';

type Values = Record<string, StoredValue>;

/** What a derivation may look at beside the values themselves. */
interface Saving {
  /** API names of the fields that the client gave. */
  given: ReadonlySet<string>;
  /** The record before the change; undefined for a new one. */
  prior: Row | undefined;
  /** The time of the call in storage form. */
  now: string;
}

function personName(values: Values, ...parts: string[]): string {
  return parts
    .map((part) => values[part])
    .filter((part) => part !== null && part !== undefined)
    .join(' ');
}

/** The stage decides what is closed and won; probability and forecast follow unless they are given. */
function deriveOpportunity(values: Values, { given, prior }: Saving): void {
  const stage = OPPORTUNITY_STAGES.find((candidate) => candidate.name === values['StageName']);
  values['IsClosed'] = stage?.isClosed === true ? 1 : 0;
  values['IsWon'] = stage?.isWon === true ? 1 : 0;
  if (prior?.['StageName'] !== values['StageName']) {
    if (!given.has('Probability')) values['Probability'] = stage?.probability ?? 0;
    if (!given.has('ForecastCategoryName'))
      values['ForecastCategoryName'] = stage?.forecastCategoryName ?? 'Pipeline';
    values['ForecastCategory'] = stage?.forecastCategory ?? 'Pipeline';
  }
  const amount = values['Amount'];
  const probability = Number(values['Probability'] ?? 0);
  values['ExpectedRevenue'] = typeof amount === 'number' ? Math.round(amount * probability) / 100 : null;
  const [year, month] = String(values['CloseDate'] ?? '')
    .split('-')
    .map(Number);
  if (year !== undefined && month !== undefined) {
    const quarter = Math.ceil(month / 3);
    values['FiscalYear'] = year;
    values['FiscalQuarter'] = quarter;
    values['Fiscal'] = `${year} ${quarter}`;
  }
}

/** The account of a task is that of what it is about, or of whom. */
function taskAccount(context: RecordContext, values: Values): StoredValue {
  const whatId = values['WhatId'];
  if (typeof whatId === 'string') {
    if (whatId.startsWith('001')) return whatId;
    const table = whatId.startsWith('006') ? 'Opportunity' : 'Case';
    const accountId = context.store.first(`SELECT "AccountId" FROM "${table}" WHERE "Id" = ?`, whatId)?.[
      'AccountId'
    ];
    if (typeof accountId === 'string') return accountId;
  }
  const accountId = context.store.first(
    'SELECT "AccountId" FROM "Contact" WHERE "Id" = ?',
    values['WhoId'] ?? null,
  )?.['AccountId'];
  return typeof accountId === 'string' ? accountId : null;
}

/** Fills in what the system derives on standard objects: compound names, closed and won, fiscal periods. */
export function deriveStandardValues(
  context: RecordContext,
  object: ObjectDefinition,
  values: Values,
  saving: Saving,
): void {
  switch (object.name) {
    case 'Contact':
      values['Name'] = personName(values, 'FirstName', 'LastName');
      break;
    case 'User':
      values['Name'] = personName(values, 'FirstName', 'LastName');
      values['CommunityNickname'] ??=
        String(values['Username'] ?? '')
          .split('@')[0]
          ?.slice(0, 40) ?? null;
      break;
    case 'UserRole':
    case 'Group':
      values['DeveloperName'] ??= String(values['Name'] ?? '').replace(/\W+/g, '_');
      break;
    case 'Opportunity':
      deriveOpportunity(values, saving);
      break;
    case 'Case': {
      const closed = CLOSED_CASE_STATUSES.includes(String(values['Status']));
      values['IsClosed'] = closed ? 1 : 0;
      values['ClosedDate'] = closed ? (values['ClosedDate'] ?? saving.now) : null;
      break;
    }
    case 'Task': {
      const closed = CLOSED_TASK_STATUSES.includes(String(values['Status']));
      values['IsClosed'] = closed ? 1 : 0;
      values['CompletedDateTime'] = closed ? (values['CompletedDateTime'] ?? saving.now) : null;
      values['AccountId'] = taskAccount(context, values);
      break;
    }
    case 'PermissionSetAssignment':
      deriveAssignment(context, values);
      break;
  }
}

function checkUser(values: Readonly<Values>): void {
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(String(values['Username'] ?? ''))) {
    throw refused(
      'INVALID_EMAIL_ADDRESS',
      'Username must be in the form of an email address (for example, john@acme.com).',
      ['Username'],
    );
  }
  const timeZone = String(values['TimeZoneSidKey'] ?? '');
  try {
    new Intl.DateTimeFormat('en-US', { timeZone });
  } catch {
    throw refused(
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      `Time Zone: bad value for restricted picklist field: ${timeZone}`,
      ['TimeZoneSidKey'],
    );
  }
}

/** Refuses what Salesforce refuses on standard objects beyond the rules that a field states by itself. */
export function checkStandardRecord(
  context: RecordContext,
  object: ObjectDefinition,
  values: Readonly<Values>,
): void {
  if (object.name === 'User') checkUser(values);
  if (object.name === 'PermissionSetAssignment') checkAssignment(context, values);
}
