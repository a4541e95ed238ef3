import { expect } from 'chai';
import { SyncStage } from '../support/sync-stage.ts';

const start = new Date('2026-06-10T08:00:00Z');

describe('an account is scored anew without an answer', () => {
  let stage: SyncStage;
  let id: string;
  let anna: string;

  beforeEach(async () => {
    stage = await SyncStage.open(start);
    const account = await stage.account('Ahlborn', 'anna', 'bert');
    id = account.id;
    [anna = ''] = account.people;
    await stage.answer('anna', { score: 2, respondedAt: stage.day(-1).toISOString() });
    await stage.answer('bert', { score: 10, respondedAt: stage.day(-1).toISOString() });
    await stage.sync();
    // the next looks once more at what was made just before the first
    await stage.syncOn(0.1);
    expect(await stage.syncOn(0.2)).to.include({ accountsScored: 0 });
  });
  afterEach(() => stage.close());

  /** An open action of the account. */
  const action = async (due: string) => {
    const [planId = ''] = await stage.org.create('Feedback_Action_Plan__c', {
      Name: 'Plan',
      Account__c: id,
    });
    const [actionId = ''] = await stage.org.create('Feedback_Action__c', {
      Name: 'Call',
      Action_Plan__c: planId,
      Status__c: 'Open',
      Due_On__c: due,
    });
    return actionId;
  };

  it('when an action is added, done or deleted', async () => {
    stage.now = stage.day(1);
    const actionId = await action('2026-06-20');
    expect(await stage.syncOn(1.1)).to.include({ accountsScored: 1 });
    expect(await stage.fieldsOf(id, 'Open_Actions', 'Late_Actions')).to.deep.equal([1, 0]);
    stage.now = stage.day(2);
    await stage.change('Feedback_Action__c', actionId, { Status__c: 'Done' });
    await stage.syncOn(2.1);
    expect(await stage.fieldsOf(id, 'Open_Actions')).to.deep.equal([0]);
    await stage.change('Feedback_Action__c', actionId, { Status__c: 'Open' });
    await stage.syncOn(2.2);
    expect(await stage.fieldsOf(id, 'Open_Actions')).to.deep.equal([1]);
    stage.now = stage.day(3);
    await stage.org.remove('Feedback_Action__c', actionId);
    await stage.syncOn(3.1);
    expect(await stage.fieldsOf(id, 'Open_Actions')).to.deep.equal([0]);
  });

  it('when an action becomes late, and only then', async () => {
    stage.now = stage.day(1);
    await action('2026-06-20');
    await stage.syncOn(1.1);
    // once a day it looks back farther
    await stage.syncOn(4.9);
    expect(await stage.syncOn(5)).to.include({ accountsScored: 0 });
    // 20 June is the last day in time
    expect(await stage.syncOn(10.5)).to.include({ accountsScored: 0 });
    expect(await stage.syncOn(11)).to.include({ accountsScored: 1 });
    expect(await stage.fieldsOf(id, 'Late_Actions')).to.deep.equal([1]);
  });

  it('when a contact is known to decide, or comes on a deal, or the deal is closed', async () => {
    expect(await stage.fieldsOf(id, 'Health')).to.deep.equal(['Watch']);
    stage.now = stage.day(1);
    await stage.change('Contact', anna, { Feedback_Role__c: 'Decision Maker' });
    await stage.syncOn(1.05);
    expect(await stage.fieldsOf(id, 'Health')).to.deep.equal(['At Risk']);
    stage.now = stage.day(1.07);
    await stage.change('Contact', anna, { Feedback_Role__c: null });
    await stage.syncOn(1.08);
    expect(await stage.fieldsOf(id, 'Health')).to.deep.equal(['Watch']);

    const [dealId = ''] = await stage.org.create('Opportunity', {
      Name: 'Renewal',
      AccountId: id,
      StageName: 'Prospecting',
      CloseDate: '2026-12-31',
    });
    await stage.org.create('OpportunityContactRole', {
      OpportunityId: dealId,
      ContactId: anna,
      Role: 'Evaluator',
    });
    await stage.syncOn(1.09);
    expect(await stage.fieldsOf(id, 'Health')).to.deep.equal(['At Risk']);
    await stage.change('Opportunity', dealId, { StageName: 'Closed Won' });
    await stage.syncOn(1.1);
    expect(await stage.fieldsOf(id, 'Health')).to.deep.equal(['Watch']);
  });

  it('when an administrator corrects an invitation', async () => {
    stage.now = stage.day(1);
    const invitationId = await stage.invite(id, anna);
    await stage.org.change('Feedback_Response__c', 'anna', { Is_Verified__c: false });
    await stage.syncOn(1.1);
    expect(await stage.fieldsOf(id, 'Silent')).to.deep.equal([1]);
    stage.now = stage.day(2);
    await stage.change('Feedback_Invitation__c', invitationId, { Status__c: 'Bounced' });
    await stage.syncOn(2.1);
    expect(await stage.fieldsOf(id, 'Silent')).to.deep.equal([0]);
  });
});
