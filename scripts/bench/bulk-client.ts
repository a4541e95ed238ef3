/** One contestant of the measurement of Bulk API, in a process of its own: `bulk-client.ts <contestant> <url> <rows>`. */
import { Readable } from 'node:stream';
import { Connection } from 'jsforce';
import { apiVersion } from '../../src/salesforce/api-version.ts';
import { loadRows } from '../../src/salesforce/bulk/ingest-job.ts';
import { readOutcomes } from '../../src/salesforce/bulk/read-outcomes.ts';
import type { BulkOutcome } from '../../src/salesforce/bulk/read-outcomes.ts';
import { waitForJob } from '../../src/salesforce/bulk/wait-for-job.ts';
import { SalesforceOrg } from '../../src/salesforce/org.ts';
import type { SObjectRecord } from '../../src/salesforce/org.ts';
import { CsvRows } from '../../src/sync/push/bulk-job.ts';

/** What a contestant tells of itself, in seconds and bytes. */
export interface BulkCost {
  seconds: number;
  processor: number;
  peakBytes: number;
}

const [contestant = '', instanceUrl = '', rowsText = ''] = process.argv.slice(2);
const rows = Number(rowsText);
const target = { object: 'Feedback_Response__c', externalIdField: 'External_Id__c' };
const waiting = {
  clock: () => new Date(),
  // the server has processed a job when its upload has come: only waiting would be measured
  sleep: () => Promise.resolve(),
};
const session = { instanceUrl, accessToken: 'session', version: apiVersion };
const csv = new CsvRows(
  new AbortController(),
  async function* () {
    yield* records();
  },
  target.externalIdField,
);

const atHand = contestant.endsWith('array') ? [...records()] : [];

const contestants: Record<string, () => Promise<number>> = {
  'our stream': async () => {
    const org = newOrg();
    const jobId = await loadRows(org, target, () => csv.read());
    return countConfirmed(readOutcomes(org, await waitForJob(org, jobId, waiting), rows));
  },
  'jsforce array': () => loadByJsforce(atHand as Record<string, string>[]),
  'jsforce stream': () => loadByJsforce(Readable.from(csv.read(), { objectMode: false })),
};

// what it takes to load the program, and to have records at hand, is not the client's work
const processorBefore = process.cpuUsage();
const began = performance.now();
const confirmed = await contestants[contestant]!();
if (confirmed !== rows) throw new Error(`${contestant}: ${confirmed} of ${rows} rows were confirmed`);
const { user, system } = process.cpuUsage(processorBefore);
const cost: BulkCost = {
  seconds: (performance.now() - began) / 1000,
  processor: (user + system) / 1_000_000,
  peakBytes: process.resourceUsage().maxRSS * 1024,
};
process.send?.(cost, () => process.exit(0));

function* records(): Generator<SObjectRecord> {
  for (let index = 0; index < rows; index += 1) yield recordAt(index);
}

/** Without the characters that jsforce takes for another separator of columns when it reads results. */
function recordAt(index: number): SObjectRecord {
  return {
    External_Id__c: `survey-2026:${index}`,
    Account__c: '001000000000001AAA',
    Contact__c: '003000000000001AAA',
    Survey__c: 'a01000000000001AAA',
    Score__c: index % 11,
    Category__c: 'Promoter',
    Comment__c: `Answer ${index}: delivery was on time and the invoice was not and help came late.`,
    Channel__c: 'Email',
    Responded_At__c: '2026-05-12T08:00:00.000Z',
  };
}

function newOrg(): SalesforceOrg {
  return new SalesforceOrg(new Connection(session));
}

async function countConfirmed(outcomes: AsyncIterable<BulkOutcome[]>): Promise<number> {
  let count = 0;
  for await (const part of outcomes) {
    for (const { outcome } of part) if (outcome !== 'unprocessed' && outcome.success) count += 1;
  }
  return count;
}

async function loadByJsforce(input: Readable | Record<string, string>[]): Promise<number> {
  const { successfulResults } = await new Connection(session).bulk2.loadAndWaitForResults({
    object: target.object,
    operation: 'upsert',
    externalIdFieldName: target.externalIdField,
    input,
    pollInterval: 10,
    pollTimeout: 60_000,
  });
  return successfulResults.filter((row) => row.sf__Id !== '').length;
}
