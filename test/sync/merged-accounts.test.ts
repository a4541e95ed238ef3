import { expect } from 'chai';
import { SyncStage } from '../support/sync-stage.ts';

const start = new Date('2026-06-10T08:00:00Z');

describe('after people have merged records in the org', () => {
  let stage: SyncStage;
  let winner: string;
  let loser: string;
  let people: string[];

  const idOf = async (object: string, where: string) => {
    const [row] = await stage.org.query<{ Id: string }>(`SELECT Id FROM ${object} WHERE ${where}`);
    return row!.Id;
  };
  const merge = async (object: string, master: string, ...others: string[]) => {
    const session = { userId: await idOf('User', "Username = 'admin@rapport.example'") };
    const { success, errors } = stage.org.localOrg.org.merge(session, object, { Id: master }, others);
    expect(success, JSON.stringify(errors)).to.equal(true);
  };
  const months = async () =>
    (await stage.snapshotsOf(winner)).map((row) => [
      row['External_Id__c'],
      String(row['Month__c']).slice(0, 7),
      row['Promoters__c'],
      row['Detractors__c'],
    ]);

  beforeEach(async () => {
    stage = await SyncStage.open(start);
    ({ id: winner, people } = await stage.account('Ahlborn', 'anna', 'bert'));
    ({ id: loser } = await stage.account('Ahlborn, again', 'carl'));
    await stage.answer('anna', { score: 10, respondedAt: '2026-05-05T08:00:00Z' });
    await stage.answer('bert', { score: 2, respondedAt: '2026-06-05T08:00:00Z' });
    await stage.answer('carl', { score: 10, respondedAt: '2026-04-05T08:00:00Z' });
    await stage.sync();
  });
  afterEach(() => stage.close());

  it('the account that goes on has one snapshot a month, of the answers of both', async () => {
    stage.now = stage.day(1);
    await merge('Account', winner, loser);
    expect(await months()).to.have.length(5);
    const { accountsRefused } = await stage.syncOn(1.1);
    expect(accountsRefused).to.deep.equal([]);
    const merged = [
      [`${winner}:2026-04`, '2026-04', 1, 0],
      [`${winner}:2026-05`, '2026-05', 2, 0],
      [`${winner}:2026-06`, '2026-06', 2, 1],
    ];
    expect(await months()).to.deep.equal(merged);
    // and the next month, in which all accounts are scored, leaves it so
    await stage.syncOn(21);
    expect((await months()).slice(0, 3)).to.deep.equal(merged);
  });

  it('an answer that was on its way to the account that is gone comes to the one that goes on', async () => {
    await stage.answer('carl.2', { score: 0, respondedAt: '2026-06-09T08:00:00Z' });
    stage.now = stage.day(1);
    await merge('Account', winner, loser);
    await stage.syncOn(1.1);
    expect(await stage.fieldsOf(winner, 'Promoters', 'Detractors')).to.deep.equal([1, 2]);
    expect((await months()).map(([key]) => key)).to.deep.equal(
      ['04', '05', '06'].map((month) => `${winner}:2026-${month}`),
    );
  });

  it('of two answers of contacts that are one person now, only the newest counts, in past months as well', async () => {
    stage.now = stage.day(1);
    const [anna = '', bert = ''] = people;
    await merge('Contact', anna, bert);
    await stage.syncOn(1.1);
    expect(await stage.fieldsOf(winner, 'Answers', 'Promoters', 'Detractors')).to.deep.equal([1, 0, 1]);
    expect(await months()).to.deep.equal([
      [`${winner}:2026-05`, '2026-05', 1, 0],
      [`${winner}:2026-06`, '2026-06', 0, 1],
    ]);
    const current = await stage.org.query(
      `SELECT Id FROM Feedback_Response__c WHERE Account__c = '${winner}' AND Is_Current__c = true`,
    );
    expect(current).to.have.length(1);
  });
});
