import { hostname } from 'node:os';
import type { Response } from '../../src/feedback/response.ts';
import type { Outbox } from '../../src/outbox/outbox.ts';
import { openSqliteOutbox } from '../../src/outbox/sqlite-outbox.ts';
import { signIn } from '../../src/salesforce/login.ts';
import { SalesforceOrg } from '../../src/salesforce/org.ts';
import { syncResponses } from '../../src/sync/sync-responses.ts';
import type { SyncReport, SyncRequest } from '../../src/sync/sync-responses.ts';
import { signInTo } from '../installation/installed-org.ts';
import { answerParcel } from '../outbox/outbox-contract.ts';
import { startTestOrg } from './test-org.ts';
import type { TestOrg } from './test-org.ts';

/** A record as a query gives it. */
export type Row = Record<string, unknown>;

/** A local org with a relationship survey, an outbox, and a clock that a test moves. */
export class SyncStage {
  readonly org: TestOrg;
  outbox: Outbox = openSqliteOutbox(':memory:');
  now: Date;
  /** Record id of the survey relationship-2026. */
  surveyId = '';
  readonly #start: Date;

  private constructor(org: TestOrg, start: Date) {
    this.org = org;
    this.#start = start;
    this.now = start;
  }

  static async open(start: Date): Promise<SyncStage> {
    const clock = { now: start };
    const org = await startTestOrg(() => clock.now);
    const stage = new SyncStage(org, start);
    // the org looks at the same clock
    Object.defineProperty(stage, 'now', {
      get: () => clock.now,
      set: (moment: Date) => {
        clock.now = moment;
      },
    });
    [stage.surveyId = ''] = await org.create('Feedback_Survey__c', {
      Name: 'Relationship 2026',
      External_Id__c: 'relationship-2026',
      Type__c: 'Relationship',
      Status__c: 'Open',
    });
    return stage;
  }

  /** A moment so many days after the start; negative: before. */
  day(days: number): Date {
    return new Date(this.#start.getTime() + days * 86_400_000);
  }

  /** Makes an account with people, each with the e-mail `name@customer.example`; resolves to its id and theirs. */
  async account(name: string, ...people: string[]): Promise<{ id: string; people: string[] }> {
    const [id = ''] = await this.org.create('Account', { Name: name });
    const contacts = people.map((person) => ({
      LastName: person,
      Email: `${person}@customer.example`,
      AccountId: id,
    }));
    return { id, people: people.length === 0 ? [] : await this.org.create('Contact', ...contacts) };
  }

  /** Puts an answer into the outbox; its person is the part of its id before a dot. */
  async answer(id: string, changes: Partial<Response> = {}): Promise<void> {
    const respondent = { email: `${id.split('.')[0] ?? ''}@customer.example` };
    await this.outbox.put([answerParcel(id, { respondent, ...changes })], this.now);
  }

  /** Makes an invitation as the admin; to the stage's own survey, sent, unless told otherwise. */
  async invite(accountId: string, contactId: string, fields: Row = {}): Promise<string> {
    const [id = ''] = await this.org.create('Feedback_Invitation__c', {
      Account__c: accountId,
      Contact__c: contactId,
      Survey__c: this.surveyId,
      Status__c: 'Sent',
      Sent_At__c: this.day(-20).toISOString(),
      ...fields,
    });
    return id;
  }

  /** Sets fields of a record as the admin. */
  async change(objectName: string, id: string, fields: Row): Promise<void> {
    const admin = await signInTo(this.org.localOrg);
    const [outcome] = await admin.org.update(objectName, [{ Id: id, ...fields }]);
    if (outcome?.success !== true) throw new Error(JSON.stringify(outcome));
  }

  async sync(changes: Partial<SyncRequest> = {}): Promise<SyncReport> {
    return syncResponses({ ...(await this.request()), ...changes });
  }

  /** What a sync is asked for: by the integration user, at the stage's time, without waiting for jobs. */
  async request(): Promise<SyncRequest> {
    return {
      outbox: this.outbox,
      org: await this.signedIn(),
      clock: () => this.now,
      worker: { host: hostname(), processId: process.pid, name: 'test' },
      sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, Math.min(milliseconds, 50))),
    };
  }

  /** The org as the integration user sees it. */
  async signedIn(): Promise<SalesforceOrg> {
    return new SalesforceOrg(await signIn(this.org.credentials, () => this.now));
  }

  /** Moves the clock by days from the start, and syncs. */
  async syncOn(days: number): Promise<SyncReport> {
    this.now = this.day(days);
    return this.sync();
  }

  /** Fields of an account, in the order in which they are named, without their prefix `Feedback_`. */
  async fieldsOf(accountId: string, ...names: string[]): Promise<unknown[]> {
    const fields = names.map((name) => `Feedback_${name}__c`);
    const [row] = await this.org.query<Row>(
      `SELECT ${fields.join(', ')} FROM Account WHERE Id = '${accountId}'`,
    );
    return fields.map((field) => row?.[field]);
  }

  /** All snapshots of an account, oldest first. */
  async snapshotsOf(accountId: string): Promise<Row[]> {
    return this.org.query<Row>(
      `SELECT External_Id__c, Month__c, NPS__c, NPS_Lower__c, NPS_Upper__c, Answers__c, Promoters__c, Passives__c,
        Detractors__c, Silent__c, In_Scope__c, Coverage__c, Shared_Answers__c, Trust_Index__c, Method__c,
        Computed_At__c
      FROM Feedback_Snapshot__c WHERE Account__c = '${accountId}' ORDER BY Month__c`,
    );
  }

  async close(): Promise<void> {
    await this.outbox.close();
    await this.org.close();
  }
}
