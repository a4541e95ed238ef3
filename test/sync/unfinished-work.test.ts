import { expect } from 'chai';
import { SalesforceFailure } from '../../src/salesforce/failure.ts';
import type { SalesforceOrg } from '../../src/salesforce/org.ts';
import { SeenChanges } from '../../src/sync/pull/seen-changes.ts';
import { StandingFacts } from '../../src/sync/standing.ts';
import { syncOnce } from '../../src/sync/sync-responses.ts';
import { SyncStage } from '../support/sync-stage.ts';
import type { Row } from '../support/sync-stage.ts';

const start = new Date('2026-06-10T08:00:00Z');

/** What a round could not end is taken up by a later one, and costs little until then. */
describe('what a sync could not end', () => {
  let stage: SyncStage;
  let accountId: string;
  let org: SalesforceOrg;

  beforeEach(async () => {
    stage = await SyncStage.open(start);
    accountId = (await stage.account('Ahlborn', 'anna')).id;
    org = await stage.signedIn();
  });
  afterEach(() => stage.close());

  describe('of an erasure', () => {
    /** Anna is erased just after her answer has come to the org, and before the outbox knows. */
    const eraseOnTheWay = async () => {
      await stage.answer('anna', { comment: 'I am Anna', respondedAt: stage.day(-1).toISOString() });
      const upsert = org.upsert.bind(org);
      org.upsert = async (object, ...rest) => {
        const outcomes = await upsert(object, ...rest);
        if (object === 'Feedback_Response__c') {
          const person = { emails: ['anna@customer.example'], contactIds: [], externalIds: [] };
          await stage.outbox.erase(person, stage.now);
        }
        return outcomes;
      };
    };
    /** From now on, until it is given back, the org does not blank responses. */
    const refuseBlanking = (failure: SalesforceFailure | undefined) => {
      const update = org.update.bind(org);
      org.update = async (object, records, ...rest) => {
        if (object !== 'Feedback_Response__c' || !('Comment__c' in (records[0] ?? {}))) {
          return update(object, records, ...rest);
        }
        if (failure !== undefined) throw failure;
        return records.map(() => ({
          success: false as const,
          kind: 'tryAgain' as const,
          code: 'UNABLE_TO_LOCK_ROW',
          message: 'locked',
        }));
      };
      return () => {
        org.update = update;
      };
    };
    const response = async () =>
      (
        await stage.org.query<Row>('SELECT Contact__c, Comment__c, Erased_At__c FROM Feedback_Response__c')
      )[0];
    const isBlank = async () => {
      expect(await response()).to.include({ Contact__c: null, Comment__c: null });
      expect((await response())?.['Erased_At__c']).to.be.a('string');
    };

    it('is blanked by the next sync when the org could not be reached, or the worker died', async () => {
      await eraseOnTheWay();
      const allow = refuseBlanking(new SalesforceFailure('unreachable', 'ECONNRESET', 'cut'));
      const failure = await stage.sync({ org }).catch((error: unknown) => error);
      expect(failure).to.include({ code: 'ECONNRESET' });
      expect(await response()).to.include({ Comment__c: 'I am Anna' });
      allow();
      await stage.sync();
      await isBlank();
      expect(await stage.outbox.erasedToBlank(stage.day(1), 10)).to.deep.equal([]);
    });

    it('is listed while the org refuses to blank it, and tried again with a growing pause', async () => {
      await eraseOnTheWay();
      const allow = refuseBlanking(undefined);
      const { troubled } = await stage.sync({ org });
      expect(troubled.map(({ reason }) => reason.code)).to.deep.equal(['ERASURE_REFUSED']);
      expect(troubled[0]?.reason.detail).to.include('UNABLE_TO_LOCK_ROW: locked');
      allow();
      const before = org.calls;
      await stage.sync();
      expect(await response(), `before its time, after ${before} calls`).to.include({
        Comment__c: 'I am Anna',
      });
      stage.now = new Date(stage.now.getTime() + 2000);
      expect((await stage.sync()).troubled).to.deep.equal([]);
      await isBlank();
    });

    it('is looked for some times where it did not come to the org, and then given up', async () => {
      await stage.answer('anna');
      const { worker } = await stage.request();
      const claim = { worker: { ...worker, host: 'gone' }, now: stage.now, leaseSeconds: 60 };
      await stage.outbox.lease({ ...claim, kind: 'response', step: 'match', limit: 1 });
      await stage.outbox.erase({ emails: [], contactIds: [], externalIds: ['anna'] }, stage.now);
      let looks = 0;
      while ((await stage.outbox.erasedToBlank(stage.day(1), 1)).length > 0) {
        stage.now = new Date(stage.now.getTime() + 900_000);
        await stage.sync();
        looks += 1;
      }
      expect(looks).to.equal(13);
    });
  });

  describe('of accounts', () => {
    /** API calls of rounds a minute apart. */
    const callsOf = async (rounds: number): Promise<number[]> => {
      const standing = new StandingFacts(org, () => stage.now);
      const seen = new SeenChanges();
      const calls: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const before = org.calls;
        await syncOnce({ ...(await stage.request()), org }, standing, seen);
        calls.push(org.calls - before);
        stage.now = new Date(stage.now.getTime() + 61_000);
      }
      return calls;
    };

    it('that refuse their numbers are tried less and less often, and at once when they change', async () => {
      await stage.answer('anna', { respondedAt: stage.day(-1).toISOString() });
      const update = org.update.bind(org);
      let tries = 0;
      org.update = async (object, records, ...rest) => {
        if (object !== 'Account') return update(object, records, ...rest);
        tries += records.length;
        return records.map(() => ({
          success: false as const,
          kind: 'refused' as const,
          code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
          message: 'no',
        }));
      };
      await callsOf(60);
      expect(tries, 'tries in an hour').to.be.within(5, 13);
      org.update = update;
      await stage.answer('anna.2', { score: 3, respondedAt: stage.day(0).toISOString() });
      await stage.sync();
      expect(await stage.fieldsOf(accountId, 'Answers')).to.deep.equal([1]);
      expect(await stage.outbox.summary()).to.include({ touchedAccounts: 0 });
    });

    it('that wait for an answer of the hours to come cost nothing until it counts', async () => {
      await stage.answer('anna', { respondedAt: stage.day(0.8).toISOString() });
      const [, , third, fourth] = await callsOf(4);
      expect([third, fourth]).to.deep.equal([3, 3]);
      expect(await stage.fieldsOf(accountId, 'Answers')).to.deep.equal([0]);
      await stage.syncOn(0.8);
      expect(await stage.fieldsOf(accountId, 'Answers')).to.deep.equal([1]);
    });
  });
});
