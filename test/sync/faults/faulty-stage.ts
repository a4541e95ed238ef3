import { runQuery } from '../../../src/local-org/soql/run-query.ts';
import { apiVersion } from '../../../src/salesforce/api-version.ts';
import { signIn } from '../../../src/salesforce/login.ts';
import { SalesforceOrg } from '../../../src/salesforce/org.ts';
import type { Row } from '../../support/sync-stage.ts';
import { startTestOrg } from '../../support/test-org.ts';
import type { TestOrg } from '../../support/test-org.ts';

/** Most that a pause of the sync takes in truth, in milliseconds: its clock jumps over the rest. */
const longestPause = 25;

/**
 * A local org in which things go wrong, shared by many seeded runs, and the clock that they and the org look at. What
 * people do in the org is done within this process: no fault of the network meets them.
 */
export class FaultyStage {
  readonly #org: TestOrg;
  now: Date;
  /** Record id of the survey relationship-2026, which asks `why` (a text) and `ease` (a rating). */
  surveyId = '';

  private constructor(org: TestOrg, clock: { now: Date }) {
    this.#org = org;
    this.now = clock.now;
    // the org looks at the same clock
    Object.defineProperty(this, 'now', {
      get: () => clock.now,
      set: (moment: Date) => {
        clock.now = moment;
      },
    });
  }

  static async open(start: Date): Promise<FaultyStage> {
    const clock = { now: start };
    const stage = new FaultyStage(await startTestOrg(() => clock.now, { faults: true }), clock);
    [stage.surveyId = ''] = stage.create('Feedback_Survey__c', [
      {
        Name: 'Relationship 2026',
        External_Id__c: 'relationship-2026',
        Type__c: 'Relationship',
        Status__c: 'Open',
      },
    ]);
    const question = { Survey__c: stage.surveyId, Text__c: 'Tell us.' };
    stage.create('Feedback_Question__c', [
      { ...question, Key__c: 'why', Kind__c: 'Text' },
      { ...question, Key__c: 'ease', Kind__c: 'Rating', Lowest__c: 1, Highest__c: 5 },
    ]);
    return stage;
  }

  get faults(): TestOrg['localOrg']['faults'] {
    return this.#org.localOrg.faults;
  }

  get credentials(): TestOrg['credentials'] {
    return this.#org.credentials;
  }

  readonly clock = (): Date => this.now;

  /** Moves the clock, and lets the org do its work meanwhile. */
  readonly sleep = async (milliseconds: number): Promise<void> => {
    this.now = new Date(this.now.getTime() + milliseconds);
    await new Promise((resolve) => setTimeout(resolve, Math.min(milliseconds / 100, longestPause)));
  };

  pass(minutes: number): void {
    this.now = new Date(this.now.getTime() + minutes * 60_000);
  }

  /** Takes all faults away, and what they have changed for good: the calls used, the clock of the org. */
  clearFaults(): void {
    const { localOrg } = this.#org;
    localOrg.faults.clear();
    const shift = localOrg.org.clock().getTime() - this.now.getTime();
    localOrg.faults.add({ kind: 'clock', seconds: -Math.round(shift / 1000) }, { kind: 'apiUsage', used: 0 });
    localOrg.faults.clear();
  }

  async signIn(random: () => number): Promise<SalesforceOrg> {
    const connection = await signIn(this.credentials, this.clock);
    return new SalesforceOrg(connection, {
      clock: this.clock,
      sleep: this.sleep,
      random,
      timeoutSeconds: 3,
    });
  }

  /** Makes records as the admin; resolves to their ids. */
  create(objectName: string, records: readonly Row[]): string[] {
    const { org } = this.#org.localOrg;
    const results = org.create({ userId: org.adminUserId }, objectName, [...records]);
    if (results.some(({ success }) => !success)) throw new Error(JSON.stringify(results));
    return results.map(({ id }) => id!);
  }

  /** Sets fields of a record as the admin. */
  change(objectName: string, id: string, fields: Row): void {
    const { org } = this.#org.localOrg;
    const [result] = org.update({ userId: org.adminUserId }, objectName, [{ Id: id, ...fields }]);
    if (result?.success !== true) throw new Error(JSON.stringify(result));
  }

  query<Found = Row>(soql: string): Found[] {
    const { org } = this.#org.localOrg;
    const asked = { includeDeleted: false, apiVersion };
    return runQuery(org, { userId: org.adminUserId }, soql, asked).records as Found[];
  }

  async close(): Promise<void> {
    await this.#org.close();
  }
}
