import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Outbox } from '../../src/outbox/outbox.ts';
import { openSqliteOutbox } from '../../src/outbox/sqlite-outbox.ts';
import { signIn } from '../../src/salesforce/login.ts';
import { SalesforceOrg } from '../../src/salesforce/org.ts';
import { syncResponses } from '../../src/sync/sync-responses.ts';
import { signInTo } from '../installation/installed-org.ts';
import { answerParcel } from '../outbox/outbox-contract.ts';
import { startTestOrg } from '../support/test-org.ts';
import type { TestOrg } from '../support/test-org.ts';

const start = new Date('2026-06-30T08:00:00Z');
const daysAgo = (days: number) => new Date(start.getTime() - days * 86_400_000);

describe('the settings that an admin edits in Setup', () => {
  let now = start;
  let org: TestOrg;
  let outbox: Outbox;
  let folder: string;
  let accountId: string;

  beforeEach(async () => {
    now = start;
    folder = mkdtempSync(join(tmpdir(), 'rapport-settings-'));
    org = await startTestOrg(() => now);
    outbox = openSqliteOutbox(':memory:');
    [accountId = ''] = await org.create('Account', { Name: 'Brückner & Söhne' });
    const [surveyId = ''] = await org.create('Feedback_Survey__c', {
      Name: 'Relationship 2026',
      External_Id__c: 'relationship-2026',
      Type__c: 'Relationship',
      Status__c: 'Open',
    });
    const [, , contactId = ''] = await org.create(
      'Contact',
      ...['anna', 'bert', 'cleo'].map((name) => ({
        LastName: name,
        Email: `${name}@customer.example`,
        AccountId: accountId,
      })),
    );
    // cleo was asked ten days ago and has not answered
    await org.create('Feedback_Invitation__c', {
      Account__c: accountId,
      Contact__c: contactId,
      Survey__c: surveyId,
      Status__c: 'Sent',
      Sent_At__c: daysAgo(10).toISOString(),
    });
    await outbox.put(
      [
        answerParcel('anna', { score: 10, respondedAt: daysAgo(5).toISOString() }),
        answerParcel('bert', { score: 0, respondedAt: daysAgo(40).toISOString() }),
      ],
      now,
    );
  });
  afterEach(async () => {
    await outbox.close();
    await org.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const set = async (fields: Record<string, number>) => {
    const values = Object.entries(fields).map(
      ([name, value]) =>
        `<values><field>${name}</field><value xsi:type="xsd:double">${value.toFixed(1)}</value></values>`,
    );
    mkdirSync(join(folder, 'customMetadata'), { recursive: true });
    writeFileSync(
      join(folder, 'customMetadata', 'Feedback_Setting.Default.md-meta.xml'),
      `<?xml version="1.0" encoding="UTF-8"?>
<CustomMetadata xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><label>Default</label><protected>false</protected>${values.join('')}</CustomMetadata>`,
    );
    const admin = await signInTo(org.localOrg);
    expect(await admin.deploy(folder)).to.deep.equal([]);
  };
  const sync = async () => {
    const connection = await signIn(org.credentials, () => now);
    return syncResponses({
      outbox,
      org: new SalesforceOrg(connection),
      clock: () => now,
      worker: { host: hostname(), processId: process.pid, name: 'test' },
    });
  };
  const account = async () => {
    const fields = 'Feedback_Answers__c, Feedback_Silent__c, Feedback_Window_Days__c';
    const [row] = await org.query<Record<string, unknown>>(
      `SELECT ${fields} FROM Account WHERE Id = '${accountId}'`,
    );
    return [row?.['Feedback_Answers__c'], row?.['Feedback_Silent__c'], row?.['Feedback_Window_Days__c']];
  };

  it('need not be there: an answer then counts for 365 days, and silence begins after 14', async () => {
    await sync();
    expect(await account()).to.deep.equal([2, 0, 365]);
  });

  it('say for how long an answer counts, and when silence begins', async () => {
    await set({ Window_Days__c: 30, Silence_Days__c: 7 });
    await sync();
    expect(await account()).to.deep.equal([1, 1, 30]);
  });

  it('reach accounts that nothing else has touched, with the next sync after the window was changed', async () => {
    const afterHours = (hours: number) => {
      now = new Date(start.getTime() + hours * 3_600_000);
      return sync();
    };
    await afterHours(0);
    // what others changed within the minutes before a sync is looked at once more by the next
    await afterHours(1);
    await set({ Window_Days__c: 30 });
    expect((await afterHours(2)).accountsScored).to.equal(1);
    expect(await account()).to.deep.equal([1, 0, 30]);
    expect((await afterHours(3)).accountsScored).to.equal(0);
  });

  it('count as not set where they make no sense', async () => {
    await set({ Window_Days__c: 0, Silence_Days__c: 0 });
    await sync();
    expect(await account()).to.deep.equal([2, 0, 365]);
  });
});
