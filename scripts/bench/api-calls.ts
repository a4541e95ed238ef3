import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Outbox } from '../../src/outbox/outbox.ts';
import { openSqliteOutbox } from '../../src/outbox/sqlite-outbox.ts';
import { signIn } from '../../src/salesforce/login.ts';
import { SalesforceOrg } from '../../src/salesforce/org.ts';
import { partsForQuery } from '../../src/salesforce/soql.ts';
import { seededRandom } from '../../src/scoring/statistics/random.ts';
import { syncResponses } from '../../src/sync/sync-responses.ts';
import type { SyncRequest } from '../../src/sync/sync-responses.ts';
import { watchResponses } from '../../src/sync/watch-responses.ts';
import { startBenchOrg } from './bench-org.ts';
import type { BenchOrg, BenchOrgSize } from './bench-org.ts';
import { CallLog } from './call-log.ts';
import type { Measurement } from './rounds.ts';

const burst = { accounts: 500, contacts: 10_000 };
const trickle = { accounts: 200, contacts: 1000 };
const minute = 60_000;
const dayStart = new Date('2026-05-12T00:00:30Z');
/** Fewer without `--full`, at the same rate. */
const [someMinutes, wholeDay] = [240, 1440];
const answersOfDay = 300;

/**
 * The limits of Salesforce by which the least possible is reckoned: records of a sObject Collections call, rows of a page of
 * a query, queries of a Composite call; and a bulk job is created, uploaded, closed, looked at once, and its results read.
 */
const [recordsPerCall, rowsPerPage, queriesPerCall, callsOfBulkJob] = [200, 2000, 5, 5];

/**
 * API calls of a sync against the least possible: what any client has to send that learns the same and writes the same
 * rows, if it knew beforehand how many there will be. It asks whatever does not follow from an answer in one Composite call
 * of five queries, with as many values as an address has room for; it writes all rows of one object together, by
 * Collections or by a bulk job, whichever is less; and few rows of several objects in one Composite call. What an org is,
 * who has signed in and what the admin has set it asks once.
 */
export async function measureApiCalls(folder: string, { full }: { full: boolean }): Promise<Measurement[]> {
  return [await measureBurst(folder), await measureTrickle(folder, full ? wholeDay : someMinutes)];
}

async function measureBurst(folder: string): Promise<Measurement> {
  const stage = await Stage.open(join(folder, 'burst.sqlite'), burst);
  try {
    const { contacts, accounts } = burst;
    await stage.put(Array.from({ length: contacts }, (_, index) => index));
    stage.log.begin();
    const report = await syncResponses(stage.request());
    stage.log.end();
    if (report.confirmed !== contacts) throw new Error(`${report.confirmed} answers were confirmed`);
    const emailParts = partsForQuery(stage.emails).length;
    const accountParts = partsForQuery(stage.bench.accountIds).length;
    const morePages = (rows: number) => accountParts * (Math.ceil(rows / accountParts / rowsPerPage) - 1);
    const questionsPerAccount = 6;
    const least =
      // who signs in to what, and what has changed
      1 +
      1 +
      // survey, contacts, invitations
      Math.ceil((1 + 2 * emailParts) / queriesPerCall) +
      writing(contacts) +
      // rated questions; answers, samples, deals, actions, snapshots, people
      Math.ceil((1 + questionsPerAccount * accountParts) / queriesPerCall) +
      2 * morePages(contacts) +
      writing(accounts) +
      writing(stage.rows('Feedback_Snapshot__c')) +
      writing(stage.rows('Feedback_Response__c', 'Is_Current__c = 1')) +
      writing(stage.rows('Contact', 'Feedback_Last_Answer__c IS NOT NULL')) +
      // whether numbers and marks agree
      1;
    const work = `API calls for ${contacts.toLocaleString('en')} answers of ${accounts} accounts at once`;
    return compared(work, stage.log, least);
  } finally {
    await stage.close();
  }
}

/** A day, or some hours of it, of a watch with a round each minute. */
async function measureTrickle(folder: string, minutes: number): Promise<Measurement> {
  const stage = await Stage.open(join(folder, 'trickle.sqlite'), trickle);
  try {
    await syncResponses(stage.request());
    const random = seededRandom(1);
    const answers = Math.round((answersOfDay * minutes) / wholeDay);
    const minutesOf = Array.from({ length: answers }, () => Math.floor(random() * (minutes - 1)));
    const people = Array.from({ length: answers }, () => Math.floor(random() * trickle.contacts));
    const stop = new AbortController();
    let rounds = 0;
    let confirmed = 0;
    stage.log.begin();
    await watchResponses({
      ...stage.request(),
      everySeconds: 60,
      signal: stop.signal,
      sleep: async (milliseconds) => {
        stage.now = new Date(stage.now.getTime() + milliseconds);
        await stage.put(people.filter((_, index) => minutesOf[index] === rounds - 1));
      },
      onRound: ({ report }) => {
        rounds += 1;
        confirmed += report?.confirmed ?? 0;
        if (rounds === minutes) stop.abort();
      },
    });
    stage.log.end();
    if (confirmed !== answers) throw new Error(`${confirmed} of ${answers} answers were confirmed`);
    const roundsWithAnswers = new Set(minutesOf).size;
    const pull = 3;
    // their places, their records, seven questions about their accounts, and all that follows in one
    const bringing = 1 + 1 + Math.ceil(7 / queriesPerCall) + 1;
    const least = 1 + pull * rounds + bringing * roundsWithAnswers;
    const work = `API calls for ${answers} answers in ${minutes} rounds, one a minute, ${roundsWithAnswers} with answers`;
    return compared(work, stage.log, least);
  } finally {
    await stage.close();
  }
}

/** The fewest calls that write so many rows of an object. */
function writing(rows: number): number {
  return Math.min(Math.ceil(rows / recordsPerCall), callsOfBulkJob);
}

function compared(work: string, log: CallLog, least: number): Measurement {
  const ratio = (log.total / least).toFixed(2);
  const notes = [
    `${log.total.toLocaleString('en')} calls; the least possible ${least.toLocaleString('en')}: ${ratio} times`,
    log.toString(),
  ];
  return { work, ours: '', peer: '', rounds: [], notes };
}

/** An org, an outbox, and a clock for both. */
class Stage {
  now = dayStart;
  readonly log = new CallLog();
  readonly bench: BenchOrg;
  readonly #outbox: Outbox;
  readonly #client: SalesforceOrg;
  #answers = 0;

  private constructor(bench: BenchOrg, outbox: Outbox, client: SalesforceOrg) {
    this.bench = bench;
    this.#outbox = outbox;
    this.#client = client;
  }

  static async open(path: string, size: BenchOrgSize): Promise<Stage> {
    // the org begins before there is a stage to tell the time
    const time: { stage?: Stage } = {};
    const clock = () => time.stage?.now ?? dayStart;
    const bench = await startBenchOrg({ ...size, clock });
    const client = new SalesforceOrg(await signIn(bench.credentials, clock));
    time.stage = new Stage(bench, openSqliteOutbox(path), client);
    return time.stage;
  }

  get emails(): string[] {
    return this.bench.contactIds.map((_, index) => `person${index}@customer.example`);
  }

  request(): SyncRequest {
    return {
      outbox: this.#outbox,
      org: this.#client,
      clock: () => this.now,
      worker: { host: hostname(), processId: process.pid, name: 'bench' },
    };
  }

  /** People answer, each once. */
  async put(people: readonly number[]): Promise<void> {
    const parcels = people.map((person) => ({
      kind: 'response' as const,
      origin: 'bench',
      content: {
        externalId: `bench:${(this.#answers += 1)}`,
        survey: 'relationship-2026',
        respondent: { email: `person${person}@customer.example` },
        score: this.#answers % 11,
        channel: 'Email' as const,
        respondedAt: new Date(this.now.getTime() - minute).toISOString(),
      },
    }));
    if (parcels.length > 0) await this.#outbox.put(parcels, this.now);
  }

  rows(object: string, condition = '1'): number {
    const { database } = this.bench.localOrg.org;
    const sql = `SELECT count(*) AS n FROM "${object}" WHERE IsDeleted = 0 AND ${condition}`;
    return Number(database.prepare(sql).get()?.['n']);
  }

  async close(): Promise<void> {
    await this.#outbox.close();
    await this.bench.localOrg.close();
  }
}
