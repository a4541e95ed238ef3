import { expect } from 'chai';
import { bulkQuery } from '../../../src/salesforce/bulk/bulk-query.ts';
import { columnsOf, csvHeader, csvLine } from '../../../src/salesforce/bulk/csv-writer.ts';
import {
  abortJob,
  createUpsertJob,
  deleteJob,
  listOwnOpenJobs,
  loadRows,
  readJob,
} from '../../../src/salesforce/bulk/ingest-job.ts';
import type { BulkOutcome } from '../../../src/salesforce/bulk/read-outcomes.ts';
import { readOutcomes } from '../../../src/salesforce/bulk/read-outcomes.ts';
import { waitForJob } from '../../../src/salesforce/bulk/wait-for-job.ts';
import type { WaitOptions } from '../../../src/salesforce/bulk/wait-for-job.ts';
import { signIn } from '../../../src/salesforce/login.ts';
import { SalesforceOrg } from '../../../src/salesforce/org.ts';
import type { SObjectRecord } from '../../../src/salesforce/org.ts';
import { startTestOrg } from '../../support/test-org.ts';
import { ScriptedBulk } from './scripted-bulk.ts';

const target = { object: 'Feedback_Response__c', externalIdField: 'External_Id__c' };
const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

/** Loads records by one job, and gives out what became of them. */
async function load(
  org: SalesforceOrg,
  records: readonly SObjectRecord[],
  waiting: WaitOptions,
): Promise<BulkOutcome[]> {
  const columns = columnsOf(records, target.externalIdField);
  const jobId = await loadRows(org, target, async function* () {
    yield csvHeader(columns);
    for (const record of records) yield csvLine(columns.map((column) => record[column]));
  });
  const job = { ...(await waitForJob(org, jobId, waiting)), externalIdField: target.externalIdField };
  const told: BulkOutcome[] = [];
  for await (const part of readOutcomes(org, job, records.length)) told.push(...part);
  return told;
}

describe('many records by bulk', () => {
  let bulk: ScriptedBulk;
  const upsert = async (records: readonly SObjectRecord[]) =>
    load(bulk.org, records, { clock: bulk.clock, sleep: bulk.sleep });

  beforeEach(async () => {
    bulk = await ScriptedBulk.start();
  });
  afterEach(() => bulk.close());

  it('are confirmed one by one, for five calls', async () => {
    const records = Array.from({ length: 3000 }, (_, index) => ({
      External_Id__c: `r-${index}`,
      Score__c: 9,
    }));
    const outcomes = await upsert(records);
    expect(new Set(outcomes.map(({ externalId }) => externalId)).size).to.equal(3000);
    expect(bulk.org.calls).to.equal(5);
  });

  it('are confirmed when the session ends while they are on their way, and every third answer is cut', async () => {
    bulk.fault = ({ method }, number) => {
      if (number === 4) bulk.token = 'token 2';
      return number % 3 === 0 && method === 'GET' ? { cutAfter: 20 } : undefined;
    };
    const records = Array.from({ length: 100 }, (_, index) => ({ External_Id__c: `r-${index}` }));
    expect(new Set((await upsert(records)).map(({ externalId }) => externalId)).size).to.equal(100);
    expect(bulk.renewals).to.equal(1);
  });
});

describe('many records by bulk, in the local org', () => {
  it('are there afterwards, whatever people wrote', async () => {
    const clock = () => new Date();
    const testOrg = await startTestOrg(clock);
    try {
      await testOrg.create('Feedback_Survey__c', {
        Name: 'Relationship',
        External_Id__c: 'relationship-2026',
        Type__c: 'Relationship',
        Status__c: 'Open',
      });
      const [accountId = ''] = await testOrg.create('Account', { Name: 'Bulk' });
      const [contactId = ''] = await testOrg.create('Contact', { LastName: 'Bulk', AccountId: accountId });
      const comments = ['plain', 'a, "b"\nc', '=1+1', '👍🏽 日本', undefined];
      const records = Array.from({ length: 300 }, (_, index) => ({
        External_Id__c: `bulk:${index}`,
        Account__c: accountId,
        Contact__c: contactId,
        'Survey__r.External_Id__c': 'relationship-2026',
        Score__c: index === 7 ? 99 : 9,
        Category__c: 'Promoter',
        Comment__c: comments[index % comments.length],
        Channel__c: 'Email',
        Responded_At__c: new Date('2026-05-12T08:00:00Z'),
      }));
      const org = new SalesforceOrg(await signIn(testOrg.credentials, clock));
      const outcomes = new Map<string, BulkOutcome['outcome']>();
      const sleep = (milliseconds: number) =>
        new Promise<void>((resolve) => setTimeout(resolve, milliseconds / 20));
      for (const { externalId, outcome } of await load(org, records, { clock, sleep }))
        outcomes.set(externalId, outcome);
      expect(outcomes.size).to.equal(300);
      expect(outcomes.get('bulk:7')).to.include({ success: false, kind: 'refused' });
      const found = await testOrg.query<{ Id: string; External_Id__c: string; Comment__c: string | null }>(
        "SELECT Id, External_Id__c, Comment__c FROM Feedback_Response__c WHERE External_Id__c LIKE 'bulk:%'",
      );
      expect(found).to.have.length(299);
      const pages = bulkQuery(org, 'SELECT Id, Survey__r.External_Id__c FROM Feedback_Response__c', {
        clock,
        sleep,
      });
      const ids = new Set<string | undefined>();
      for await (const page of pages) for (const row of page) ids.add(row['Id']);
      expect(ids).to.deep.equal(new Set(found.map(({ Id: id }) => id)));
      const lost = await createUpsertJob(org, target);
      const createdBefore = new Date(Date.now() + 60_000);
      const open = await listOwnOpenJobs(org, { object: target.object, createdBefore });
      expect(open.map(({ id }) => id)).to.deep.equal([lost]);
      await abortJob(org, lost);
      await deleteJob(org, lost);
      expect(await failureOf(readJob(org, lost))).to.include({ code: 'BULK_JOB_GONE' });
      for (const row of found) {
        const index = Number(row.External_Id__c.slice('bulk:'.length));
        expect(outcomes.get(row.External_Id__c)).to.deep.equal({ success: true, id: row.Id });
        expect(row.Comment__c ?? undefined).to.equal(comments[index % comments.length]);
      }
    } finally {
      await testOrg.close();
    }
  });
});
