import { expect } from 'chai';
import { pullTurn } from '../../src/sync/pull/pull-changes.ts';
import { SyncStage } from '../support/sync-stage.ts';
import type { Row } from '../support/sync-stage.ts';
import { openSqliteOutbox } from '../../src/outbox/sqlite-outbox.ts';

const start = new Date('2026-06-10T08:00:00Z');

describe('a sync follows what people do in the org:', () => {
  let stage: SyncStage;
  let id: string;

  beforeEach(async () => {
    stage = await SyncStage.open(start);
    id = (await stage.account('Ahlborn', 'anna', 'bert')).id;
    await stage.answer('anna', { score: 10, respondedAt: stage.day(-1).toISOString() });
    await stage.answer('bert', { score: 2, respondedAt: stage.day(-1).toISOString() });
    await stage.sync();
    await stage.syncOn(0.1);
  });
  afterEach(() => stage.close());

  const numbers = () => stage.fieldsOf(id, 'NPS', 'Answers');
  const idOf = async (object: string, where: string) => {
    const [row] = await stage.org.query<{ Id: string }>(`SELECT Id FROM ${object} WHERE ${where}`);
    return row!.Id;
  };

  it('an answer that an administrator deletes counts no more', async () => {
    expect(await numbers()).to.deep.equal([0, 2]);
    stage.now = stage.day(1);
    await stage.org.remove(
      'Feedback_Response__c',
      await idOf('Feedback_Response__c', "External_Id__c = 'bert'"),
    );
    await stage.syncOn(1.1);
    expect(await numbers()).to.deep.equal([100, 1]);
  });

  it('numbers that somebody has spoilt are found by the daily comparison, and written anew', async () => {
    stage.now = stage.day(1);
    const org = await stage.signedIn();
    const [outcome] = await org.update('Account', [{ Id: id, Feedback_Promoters__c: 7 }]);
    expect(outcome?.success).to.equal(true);
    await stage.syncOn(1.1);
    await stage.syncOn(1.2);
    expect(await stage.fieldsOf(id, 'Promoters', 'Detractors')).to.deep.equal([1, 1]);
  });

  it('an answer that found nobody flows when a person names the contact, and its entry names the response', async () => {
    await stage.answer('stranger', { score: 9, respondedAt: stage.day(-1).toISOString() });
    expect(await stage.syncOn(0.2)).to.include({ setAside: 1 });
    stage.now = stage.day(0.3);
    const entry = await idOf('Feedback_Unmatched__c', "External_Id__c = 'stranger'");
    const contact = await idOf('Contact', "LastName = 'bert'");
    await stage.change('Feedback_Unmatched__c', entry, { Status__c: 'Resolved', Contact__c: contact });
    expect(await stage.syncOn(0.4)).to.include({ confirmed: 1 });
    const [row] = await stage.org.query<Row>(
      `SELECT Status__c, Response__r.Contact__c FROM Feedback_Unmatched__c WHERE Id = '${entry}'`,
    );
    expect(row).to.deep.include({ Status__c: 'Resolved' });
    expect((row?.['Response__r'] as Row)['Contact__c']).to.equal(contact);
    expect(await stage.syncOn(0.41)).to.include({ confirmed: 0 });
  });

  it('an answer whose contact, named by a person, has no account is open again with that reason, and flows once it has one', async () => {
    await stage.answer('stranger', { score: 9, respondedAt: stage.day(-1).toISOString() });
    await stage.syncOn(0.2);
    stage.now = stage.day(0.3);
    const entry = await idOf('Feedback_Unmatched__c', "External_Id__c = 'stranger'");
    const [contact = ''] = await stage.org.create('Contact', { LastName: 'Lone' });
    await stage.change('Feedback_Unmatched__c', entry, { Status__c: 'Resolved', Contact__c: contact });
    expect(await stage.syncOn(0.4)).to.include({ setAside: 1 });
    const [row] = await stage.org.query<Row>(
      `SELECT Status__c, Reason__c, Contact__c FROM Feedback_Unmatched__c WHERE Id = '${entry}'`,
    );
    expect(row).to.include({
      Status__c: 'Open',
      Reason__c: 'Contact Without Account',
      Contact__c: contact,
    });
    // it is not tried again before somebody has done something
    expect(await stage.syncOn(0.401)).to.include({ setAside: 0 });
    stage.now = stage.day(0.5);
    await stage.change('Contact', contact, { AccountId: id });
    await stage.change('Feedback_Unmatched__c', entry, { Status__c: 'Resolved' });
    expect(await stage.syncOn(0.6)).to.include({ confirmed: 1 });
    expect(await stage.fieldsOf(id, 'Promoters', 'Detractors')).to.deep.equal([2, 1]);
  });

  it('such an answer flows from the org itself when the outbox was lost', async () => {
    await stage.answer('stranger', { score: 9, comment: 'Good', respondedAt: stage.day(-1).toISOString() });
    await stage.syncOn(0.2);
    await stage.outbox.close();
    stage.outbox = openSqliteOutbox(':memory:');
    stage.now = stage.day(0.3);
    const entry = await idOf('Feedback_Unmatched__c', "External_Id__c = 'stranger'");
    const contact = await idOf('Contact', "LastName = 'bert'");
    await stage.change('Feedback_Unmatched__c', entry, { Status__c: 'Resolved', Contact__c: contact });
    expect(await stage.syncOn(0.4)).to.include({ confirmed: 1 });
    const [row] = await stage.org.query<Row>(
      "SELECT Comment__c, Score__c, Contact__c FROM Feedback_Response__c WHERE External_Id__c = 'stranger'",
    );
    expect(row).to.include({ Comment__c: 'Good', Score__c: 9, Contact__c: contact });
    const linked = await stage.org.query(
      `SELECT Id FROM Feedback_Unmatched__c WHERE Id = '${entry}' AND Response__c != null`,
    );
    expect(linked).to.have.length(1);
  });

  it('the account and the contact that go on after a merge have the numbers of both', async () => {
    const other = await stage.account('Ahlborn, again', 'carl');
    await stage.answer('carl', { score: 10, respondedAt: stage.day(-1).toISOString() });
    await stage.syncOn(0.2);
    stage.now = stage.day(1);
    const { org } = stage.org.localOrg;
    const session = { userId: await idOf('User', "Username = 'admin@rapport.example'") };
    org.merge(session, 'Account', { Id: id }, [other.id]);
    await stage.syncOn(1.1);
    expect(await stage.fieldsOf(id, 'Promoters', 'Detractors')).to.deep.equal([2, 1]);
    const [anna, bert] = [
      await idOf('Contact', "LastName = 'anna'"),
      await idOf('Contact', "LastName = 'bert'"),
    ];
    stage.now = stage.day(2);
    org.merge(session, 'Contact', { Id: anna }, [bert]);
    await stage.syncOn(2.1);
    // both answers are of one person now, and given at the same moment: one of them counts
    expect(await stage.fieldsOf(id, 'Answers')).to.deep.equal([2]);
  });

  it('one that is dismissed is let go', async () => {
    await stage.answer('stranger');
    await stage.syncOn(0.2);
    stage.now = stage.day(0.3);
    const entry = await idOf('Feedback_Unmatched__c', "External_Id__c = 'stranger'");
    await stage.change('Feedback_Unmatched__c', entry, { Status__c: 'Dismissed' });
    const { outbox } = await stage.syncOn(0.4);
    expect(outbox).to.include({ setAside: 0, dismissed: 1 });
  });

  it('one worker at a time looks for changes: another one leaves it alone', async () => {
    const other = { host: 'elsewhere', processId: 1, name: 'other' };
    stage.now = stage.day(1);
    await stage.change(
      'Feedback_Response__c',
      await idOf('Feedback_Response__c', "External_Id__c = 'bert'"),
      {
        Is_Verified__c: false,
      },
    );
    await stage.outbox.takeTurn(pullTurn, { worker: other, now: stage.now, leaseSeconds: 600 });
    expect(await stage.sync()).to.include({ accountsScored: 0 });
    await stage.outbox.endTurn(pullTurn, other);
    expect(await stage.sync()).to.include({ accountsScored: 1 });
  });
});
