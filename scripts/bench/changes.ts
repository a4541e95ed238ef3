import { hostname } from 'node:os';
import { join } from 'node:path';
import { objectOf } from '../../src/local-org/schema/schema.ts';
import type { StoredValue } from '../../src/local-org/store/database.ts';
import { makeId } from '../../src/local-org/store/ids.ts';
import { insertRow, readRow } from '../../src/local-org/store/rows.ts';
import type { Outbox } from '../../src/outbox/outbox.ts';
import { openSqliteOutbox } from '../../src/outbox/sqlite-outbox.ts';
import { signIn } from '../../src/salesforce/login.ts';
import { SalesforceOrg } from '../../src/salesforce/org.ts';
import type { RowOutcome } from '../../src/salesforce/org.ts';
import { categoryOf } from '../../src/scoring/category.ts';
import { syncResponses } from '../../src/sync/sync-responses.ts';
import { createAsAdmin, startBenchOrg } from './bench-org.ts';
import type { BenchOrg } from './bench-org.ts';
import type { Measurement } from './rounds.ts';
import { median } from './rounds.ts';

const [fewAnswers, manyAnswers, mostAnswers] = [10_000, 200_000, 1_000_000];
const changes = 100;
const answersPerAccount = 100;
const contactsPerAccount = 5;
const rounds = 3;
const objectName = 'Feedback_Response__c';
const day = 86_400_000;
/** Of records that are written into the store: far from those that the org gives. */
const firstRawId = 50_000_000;
const start = new Date('2026-06-10T08:00:00Z');

/**
 * Changes among few answers and among many: half of them new answers from the outbox, half scores that people have
 * corrected in the org, each of another account. What a sync costs should follow from the changes alone.
 *
 * The org has the answers from before: they are written into its store as its own records are, without its rules. The
 * accounts that change have been scored before, so that only changes are written.
 */
export async function measureChanges(folder: string, { full }: { full: boolean }): Promise<Measurement> {
  const many = full ? mostAnswers : manyAnswers;
  const few = await changesAmong(fewAnswers, join(folder, 'few.sqlite'));
  const found = await changesAmong(many, join(folder, 'many.sqlite'));
  const seconds = found.seconds / few.seconds;
  return {
    work: `${changes} changes among ${many.toLocaleString('en')} answers, and among ${fewAnswers.toLocaleString('en')}`,
    ours: '',
    peer: '',
    rounds: [],
    notes: [
      `Among ${many.toLocaleString('en')}: ${told(found)}`,
      `Among ${fewAnswers.toLocaleString('en')}: ${told(few)}`,
      `API calls ${(found.calls / few.calls).toFixed(2)} times as many; time, with the org's, ${seconds.toFixed(2)} times as long.`,
    ],
  };
}

interface Found {
  calls: number;
  /** Records that the org gave out and took in. */
  read: number;
  written: number;
  /** On the clock, the org's own time with it. */
  seconds: number;
}

function told({ calls, read, written, seconds }: Found): string {
  return `${calls} API calls, ${read.toLocaleString('en')} rows read, ${written.toLocaleString('en')} written, ${seconds.toFixed(2)} s`;
}

async function changesAmong(answers: number, path: string): Promise<Found> {
  // what is there before was made long ago
  let now = new Date(start.getTime() - 30 * day);
  const clock = () => now;
  const accounts = answers / answersPerAccount;
  const bench = await startBenchOrg({ accounts, contacts: accounts * contactsPerAccount, clock });
  const outbox = openSqliteOutbox(path);
  try {
    fill(bench, answers);
    now = start;
    const org = new CountingOrg(await signIn(bench.credentials, clock));
    const sync = () =>
      syncResponses({
        outbox,
        org,
        clock,
        worker: { host: hostname(), processId: process.pid, name: 'bench' },
      });
    // a sync that has been at work for long: it knows until when it has looked, and has scored these accounts
    for (const name of ['scored', 'compared']) await outbox.setWatermark(name, now);
    await outbox.touch(bench.accountIds.slice(0, changes));
    now = new Date(now.getTime() + 3_600_000);
    await sync();
    const found: Found[] = [];
    for (let round = 0; round < rounds; round += 1) {
      now = new Date(now.getTime() + 3_600_000);
      await change(bench, outbox, { round, now });
      now = new Date(now.getTime() + 60_000);
      org.read = 0;
      org.written = 0;
      const began = performance.now();
      const report = await sync();
      const seconds = (performance.now() - began) / 1000;
      if (report.accountsScored !== changes) throw new Error(`${report.accountsScored} accounts were scored`);
      found.push({ calls: report.apiCalls, seconds, read: org.read, written: org.written });
    }
    const middle = (of: (one: Found) => number) => median(found.map(of));
    return {
      calls: middle(({ calls }) => calls),
      read: middle(({ read }) => read),
      written: middle(({ written }) => written),
      seconds: middle(({ seconds }) => seconds),
    };
  } finally {
    await outbox.close();
    await bench.localOrg.close();
  }
}

/** A client that counts the rows that it brings and takes. */
class CountingOrg extends SalesforceOrg {
  read = 0;
  written = 0;

  override async query<Row>(...asked: Parameters<SalesforceOrg['query']>): Promise<Row[]> {
    const rows = await super.query<Row>(...asked);
    this.read += rows.length;
    return rows;
  }

  override async queries<Rows extends unknown[]>(
    ...asked: Parameters<SalesforceOrg['queries']>
  ): Promise<{ [Index in keyof Rows]: Rows[Index][] }> {
    const found = await super.queries<unknown[]>(...asked);
    for (const rows of found) this.read += rows.length;
    return found as { [Index in keyof Rows]: Rows[Index][] };
  }

  override async upsert(...given: Parameters<SalesforceOrg['upsert']>): Promise<RowOutcome[]> {
    this.written += given[2].length;
    return super.upsert(...given);
  }

  override async update(...given: Parameters<SalesforceOrg['update']>): Promise<RowOutcome[]> {
    this.written += given[1].length;
    return super.update(...given);
  }
}

/** The answers of years, one of each person every 45 days, the newest of them marked as one that counts. */
function fill({ localOrg, surveyId, accountIds, contactIds }: BenchOrg, answers: number): void {
  const { org } = localOrg;
  const place = (index: number) => ({
    Account__c: accountIds[index % accountIds.length]!,
    Contact__c: contactIds[index % contactIds.length]!,
  });
  const [firstId = ''] = createAsAdmin(localOrg, objectName, [
    {
      ...place(0),
      Survey__c: surveyId,
      Score__c: 0,
      Category__c: 'Detractor',
      Channel__c: 'Email',
      Responded_At__c: new Date(start.getTime() - 31 * day).toISOString(),
    },
  ]);
  const object = objectOf(org.schema, objectName)!;
  const first = readRow(org.store, object, firstId)!;
  org.transact(() => {
    for (let index = 0; index < answers; index += 1) {
      const before = Math.floor(index / contactIds.length);
      insertRow(org.store, object, {
        ...(first as Record<string, StoredValue>),
        ...place(index),
        Id: makeId(object.keyPrefix, org.orgMark, firstRawId + index),
        External_Id__c: `before:${index}`,
        Score__c: index % 11,
        Category__c: categoryOf(index % 11),
        Is_Current__c: before === 0 ? 1 : 0,
        Responded_At__c: new Date(start.getTime() - day - before * 45 * day).toISOString(),
      });
    }
  });
}

/** Half of the changes come to the outbox, half are made by people; each of another account. */
async function change(
  { localOrg: { org }, ...bench }: BenchOrg,
  outbox: Outbox,
  { round, now }: { round: number; now: Date },
): Promise<void> {
  const half = changes / 2;
  await outbox.put(
    Array.from({ length: half }, (_, index) => ({
      kind: 'response' as const,
      origin: 'bench',
      content: {
        externalId: `new:${round}:${index}`,
        survey: 'relationship-2026',
        respondent: { contactId: bench.contactIds[index] },
        score: (index + round) % 11,
        channel: 'Email' as const,
        respondedAt: now.toISOString(),
      },
    })),
    now,
  );
  const corrected = Array.from({ length: half }, (_, index) => ({
    External_Id__c: `before:${half + index}`,
    Score__c: (half + index + round + 1) % 11,
    Category__c: categoryOf((half + index + round + 1) % 11),
  }));
  const outcomes = org.upsert({ userId: org.adminUserId }, objectName, 'External_Id__c', corrected);
  const refused = outcomes.find(({ success }) => !success);
  if (refused !== undefined) throw new Error(JSON.stringify(refused.errors));
}
