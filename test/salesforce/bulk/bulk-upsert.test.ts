import { expect } from 'chai';
import { bulkQuery } from '../../../src/salesforce/bulk/bulk-query.ts';
import { bulkUpsert } from '../../../src/salesforce/bulk/bulk-upsert.ts';
import type { BulkUpsertOptions } from '../../../src/salesforce/bulk/bulk-upsert.ts';
import {
  abortJob,
  createUpsertJob,
  deleteJob,
  listOwnOpenJobs,
  readJob,
} from '../../../src/salesforce/bulk/ingest-job.ts';
import { mergeRepeated } from '../../../src/salesforce/bulk/merge-repeated.ts';
import type { BulkOutcome } from '../../../src/salesforce/bulk/read-outcomes.ts';
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

describe('many records by bulk', () => {
  let bulk: ScriptedBulk;
  let seen: BulkOutcome[];
  const upsert = async (records: Iterable<SObjectRecord>, options: Partial<BulkUpsertOptions> = {}) => {
    const all = { clock: bulk.clock, sleep: bulk.sleep, ...options };
    for await (const part of bulkUpsert(bulk.org, target, records, all)) seen.push(...part);
    return seen;
  };
  const uploads = () => [...bulk.jobs.values()].map((job) => job.uploads[0]);

  beforeEach(async () => {
    seen = [];
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

  it('that name the same external id are written once, later values in place of earlier ones', async () => {
    await upsert([
      { External_Id__c: 'a', Score__c: 1, Comment__c: 'kept' },
      { External_Id__c: 'b', Score__c: 2 },
      { External_Id__c: 'a', Score__c: 10 },
    ]);
    expect(uploads()).to.deep.equal(['External_Id__c,Score__c,Comment__c\n"a",10,"kept"\n"b",2,\n']);
  });

  it('none are nothing to do', async () => {
    expect(await upsert([])).to.deep.equal([]);
    expect(bulk.calls).to.deep.equal([]);
  });

  it('without an external id are refused before anything is sent', async () => {
    expect(await failureOf(upsert([{ Score__c: 1 }]))).to.be.instanceOf(RangeError);
    expect(bulk.calls).to.deep.equal([]);
  });

  it('with a value that no field can hold are not written, and leave no job open', async () => {
    const records = [{ External_Id__c: 'a', Score__c: Number.NaN }];
    expect(await failureOf(upsert(records))).to.be.instanceOf(RangeError);
    expect([...bulk.jobs.values()].map(({ state }) => state)).to.deep.equal(['Aborted']);
  });

  it('of which the org tells nothing come out as unprocessed', async () => {
    bulk.judge = (externalId) => (externalId === 'b' ? 'left out' : undefined);
    const outcomes = await upsert([{ External_Id__c: 'a' }, { External_Id__c: 'b' }]);
    expect(outcomes.find(({ externalId }) => externalId === 'b')?.outcome).to.equal('unprocessed');
  });

  it('of a job that failed come out first, and then why it did', async () => {
    bulk.end = { state: 'Failed', errorMessage: 'InvalidBatch : Field name not found : Nope__c' };
    bulk.judge = () => 'unprocessed';
    const failure = await failureOf(upsert([{ External_Id__c: 'a' }]));
    expect(failure).to.include({ kind: 'refused', code: 'InvalidBatch' });
    expect(seen).to.deep.equal([{ externalId: 'a', outcome: 'unprocessed' }]);
  });

  it('of one account are in one batch, and jobs follow one another', async () => {
    const records = Array.from({ length: 12_000 }, (_, index) => ({
      External_Id__c: `r-${index}`,
      Account__c: `account-${index % 2}`,
    }));
    await upsert(records, { groupOf: ({ Account__c: account }) => account as string });
    const accounts = uploads().map((csv) => [...new Set(csv!.match(/account-\d/g))]);
    expect(accounts).to.have.deep.members([['account-0'], ['account-1']]);
    expect(
      bulk.trace.filter((call) => !call.startsWith('GET')).map((call) => call.slice(0, 5)),
    ).to.deep.equal(['POST ', 'PUT /', 'PATCH', 'POST ', 'PUT /', 'PATCH']);
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

  it('name each job before its upload', async () => {
    const states: (string | undefined)[] = [];
    await upsert([{ External_Id__c: 'a' }], { onJob: (id) => void states.push(bulk.jobs.get(id)?.state) });
    expect(states).to.deep.equal(['Open']);
  });

  it('keep what only shares a mark with another id', () => {
    const records = Array.from({ length: 200_000 }, (_, index) => ({
      External_Id__c: `${index}`,
      Score__c: index,
    }));
    expect(mergeRepeated(records, 'External_Id__c')).to.deep.equal(records);
    expect(
      mergeRepeated([...records, { External_Id__c: '5', Score__c: -1 }], 'External_Id__c'),
    ).to.have.length(200_000);
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
        Survey__r: { External_Id__c: 'relationship-2026' },
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
      for await (const part of bulkUpsert(org, target, records, { clock, sleep })) {
        for (const { externalId, outcome } of part) outcomes.set(externalId, outcome);
      }
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
