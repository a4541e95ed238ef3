import { readFileSync } from 'node:fs';
import { expect } from 'chai';

interface TreeRecord {
  attributes: { type: string; referenceId: string };
  [field: string]: unknown;
}

const read = <Shape>(file: string): Shape =>
  JSON.parse(readFileSync(new URL(`../../config/demo/${file}`, import.meta.url), 'utf8')) as Shape;
const { plan, referenceDate } = read<{ plan: string; referenceDate: string }>('demo.json');
const ofType = (type: string): TreeRecord[] =>
  read<{ sobject: string; files: string[] }[]>(plan)
    .filter(({ sobject }) => sobject === type)
    .flatMap(({ files }) => files.flatMap((file) => read<{ records: TreeRecord[] }>(file).records));
const given = (record: TreeRecord, field: string) => record[field] as string | undefined;

const plans = new Map(
  ofType('Feedback_Action_Plan__c').map((record) => [`@${record.attributes.referenceId}`, record]),
);
const actions = ofType('Feedback_Action__c').map((record) => ({
  account: plans.get(given(record, 'Action_Plan__c') ?? '')?.['Account__c'],
  plan: plans.get(given(record, 'Action_Plan__c') ?? '')?.['Status__c'],
  subject: given(record, 'Name'),
  status: given(record, 'Status__c'),
  due: given(record, 'Due_On__c'),
  assignee: given(record, 'Assignee__c'),
  completed: given(record, 'Completed_At__c'),
}));
const open = actions.filter(({ status }) => status === 'Open' || status === 'In Progress');
const openAt = (account: string) => open.filter((action) => action.account === `@Account_${account}`);

describe('the action plans of the demo company', () => {
  it('show every state of an action', () => {
    expect(new Set(actions.map(({ status }) => status))).to.have.all.keys(
      'Open',
      'In Progress',
      'Done',
      'Cancelled',
    );
    expect(open.some(({ assignee }) => assignee === undefined)).to.equal(true);
    expect(open.some(({ due }) => due === undefined)).to.equal(true);
  });

  it('give each key account something late and something to come, at the date to which all dates are moved', () => {
    for (const account of ['BRUC', 'RHEI', 'NORT', 'DELA', 'HAWT']) {
      const due = openAt(account).map((action) => action.due ?? '');
      expect(
        due.filter((date) => date !== '' && date < referenceDate),
        `${account}: late`,
      ).to.not.be.empty;
      expect(
        due.filter((date) => date > referenceDate),
        `${account}: to come`,
      ).to.not.be.empty;
    }
    expect(open.filter(({ due }) => due === referenceDate)).to.have.lengthOf(3);
  });

  it('fill more than a first look at the account in trouble', () => {
    expect(openAt('RHEI')).to.have.length.greaterThan(10);
  });

  it('say when what is done was done, before the reference date, and of nothing else', () => {
    for (const { subject, status, completed } of actions) {
      expect(completed !== undefined, subject).to.equal(status === 'Done');
      if (completed !== undefined) expect(completed < referenceDate, subject).to.equal(true);
    }
  });

  it('leave nothing open in a plan that is done', () => {
    expect(open.filter(({ plan: status }) => status === 'Done')).to.be.empty;
  });
});
