import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { make } from '../../browser/records.ts';
import { delacroix } from '../../browser/stage.ts';
import { today } from './reporting.ts';
import type { Reporting } from './reporting.ts';

const file = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const demoRecords = (name: string) =>
  (JSON.parse(file(`config/demo/${name}`)) as { records: Record<string, string | undefined>[] }).records;
const demoRows = (name: string) =>
  parse(file(`config/demo/${name}`), { bom: true, columns: true }) as unknown as Record<string, string>[];
const daysAgo = (days: number): string => new Date(today.getTime() - days * 86_400_000).toISOString();

/** How often each label stands among some. */
function tally(labels: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

/** The reports on how the programme runs: the counts of the pages, and of the files that the demo was loaded from. */
export function describeProgrammeReports(reporting: Reporting): void {
  describe('of the programme, on the demo company', () => {
    const numbers = ['Promoters', 'Passives', 'Detractors', 'Silent', 'Answers'];

    it('say of each account what its page says, as the component of the page asks for it', async () => {
      const rows = await reporting.run('Relationship_by_Account');
      const component = file('force-app/main/default/lwc/rapportRelationship/rapportRelationship.js');
      const query = /gql`([^`]*)`/.exec(component)?.[1] ?? '';
      const kam = reporting.as('kam');
      const scored = await kam.query<{ Id: string; Name: string }>(
        'SELECT Id, Name FROM Account WHERE Feedback_Scored_At__c != null',
      );
      expect(rows.map(({ groups }) => groups[0])).to.have.members(scored.map(({ Name }) => Name));
      for (const { groups, sums } of rows) {
        const recordId = scored.find(({ Name }) => Name === groups[0])?.Id;
        const page = await kam.post<{
          data: {
            uiapi: { query: { Account: { edges: { node: Record<string, { value: number | null }> }[] } } };
          };
        }>('/graphql', { query, variables: { recordId } });
        const node = page.data.uiapi.query.Account.edges[0]?.node;
        for (const number of numbers) {
          const field = `Feedback_${number}__c`;
          expect(sums.get(`Account$${field}`), `${groups[0]}: ${number}`).to.equal(node?.[field]?.value ?? 0);
        }
      }
      const vector = rows.find(({ groups }) => groups[0] === delacroix)?.sums;
      expect(numbers.slice(0, 3).map((number) => vector?.get(`Account$Feedback_${number}__c`))).to.deep.equal(
        [19, 8, 9],
      );
    });

    it('add up to the answers behind them', async () => {
      const total = (number: string) =>
        reporting.total('Relationship_by_Account', `Account$Feedback_${number}__c`);
      const [promoters = 0, passives = 0, detractors = 0, , answers] = await Promise.all(numbers.map(total));
      expect(promoters + passives + detractors)
        .to.equal(answers)
        .and.to.be.greaterThan(100);
    });

    it('count the invitations as they stand in the file that they came from', async () => {
      const surveys = new Map(demoRecords('surveys.json').map((one) => [one['External_Id__c'], one['Name']]));
      const rows = demoRows('invitations.csv');
      expect(await reporting.count('Invitations_by_Survey_and_Status')).to.deep.equal(
        tally(rows.map(({ survey, status }) => `${surveys.get(survey)} | ${status}`)),
      );
      const leftOut = rows.filter(({ status }) => status === 'Left Out');
      expect(leftOut).to.not.be.empty;
      expect(await reporting.count('Left_Out_by_Survey')).to.deep.equal(
        tally(leftOut.map(({ survey }) => surveys.get(survey) ?? '')),
      );
    });

    it('count the answers of the last year, and neither conversations nor unverified, anonymous or older ones', async () => {
      interface Answer {
        Category__c: string;
        Channel__c: string;
        Responded_At__c: string;
        Is_Verified__c: boolean;
        Survey__r: { Name: string; Anonymous__c: boolean };
      }
      const all = await reporting
        .as('leader')
        .query<Answer>(
          'SELECT Category__c, Channel__c, Responded_At__c, Is_Verified__c, Survey__r.Name, Survey__r.Anonymous__c FROM Feedback_Response__c',
        );
      const recent = all
        .filter((answer) => new Date(answer.Responded_At__c) >= new Date(daysAgo(365)))
        .filter((answer) => answer.Channel__c !== 'Conversation' && answer.Is_Verified__c)
        .filter((answer) => !answer.Survey__r.Anonymous__c);
      const before = await reporting.count('Answers_by_Survey_and_Category');
      expect(before).to.deep.equal(tally(recent.map((one) => `${one.Survey__r.Name} | ${one.Category__c}`)));
      expect(recent.length).to.be.greaterThan(200).and.to.be.lessThan(all.length);

      const integration = reporting.as('integration');
      const survey = (name: string, more = {}) =>
        make(integration, 'Feedback_Survey__c', {
          Name: name,
          Type__c: 'Relationship',
          Status__c: 'Open',
          ...more,
        });
      const open = await survey('Openly asked');
      const anonymous = await survey('Asked anonymously', { Anonymous__c: true });
      const [account] = await reporting.as('leader').query<{ Id: string }>('SELECT Id FROM Account LIMIT 1');
      const answer = {
        Account__c: account?.Id,
        Survey__c: open,
        Score__c: 3,
        Category__c: 'Detractor',
        Channel__c: 'Web',
      };
      for (const more of [
        {},
        { Channel__c: 'Conversation' },
        { Channel__c: 'Conversation', Survey__c: null, Score__c: null, Category__c: null },
        { Is_Verified__c: false },
        { Survey__c: anonymous },
        { Responded_At__c: daysAgo(370) },
      ])
        await make(integration, 'Feedback_Response__c', { ...answer, Responded_At__c: daysAgo(10), ...more });
      const after = await reporting.count('Answers_by_Survey_and_Category');
      expect(after).to.deep.equal({ ...before, 'Openly asked | Detractor': 1 });
    });

    it('count the plans by status, and tell what we call done from what the customer confirmed', async () => {
      const statuses = demoRecords('action-plans.json').map((plan) => plan['Status__c'] ?? '');
      expect(await reporting.count('Action_Plans_by_Status')).to.deep.equal(tally(statuses));
      const done = statuses.filter((status) => status === 'Done').length;
      expect(await reporting.count('Closed_Loops')).to.deep.equal({ Done: done });
      const [account] = await reporting.as('leader').query<{ Id: string }>('SELECT Id FROM Account LIMIT 1');
      for (const status of ['Confirmed by Customer', 'Cancelled'])
        await make(reporting.as('integration'), 'Feedback_Action_Plan__c', {
          Name: `Was ${status}`,
          Account__c: account?.Id,
          Status__c: status,
        });
      expect(await reporting.count('Closed_Loops')).to.deep.equal({ Done: done, 'Confirmed by Customer': 1 });
    });

    it('count the late actions by the person who is to do them, late by the calendar of the demo', async () => {
      const { referenceDate } = JSON.parse(file('config/demo/demo.json')) as { referenceDate: string };
      const { users } = JSON.parse(file('config/demo/users.json')) as { users: Record<string, string>[] };
      const names = new Map(
        users.map((user) => [`@user:${user['part']}`, `${user['firstName']} ${user['lastName']}`]),
      );
      const late = ['britain', 'brueckner-delacroix', 'rheintal']
        .flatMap((part) => demoRecords(`actions-${part}.json`))
        .filter(({ Status__c: status }) => status === 'Open' || status === 'In Progress')
        .filter(({ Due_On__c: due }) => due !== undefined && due < referenceDate);
      expect(await reporting.count('Late_Actions_by_Assignee')).to.deep.equal(
        tally(late.map(({ Assignee__c: assignee = '' }) => names.get(assignee) ?? '-')),
      );
    });

    it('count what could not be matched, by the reason, while it waits', async () => {
      // three addresses that nobody has, one that two people share
      const waiting = { 'Unknown Contact': 3, 'Ambiguous Contact': 1 };
      expect(await reporting.count('Unmatched_Answers_by_Reason', 'admin')).to.deep.equal(waiting);
      await make(reporting.as('integration'), 'Feedback_Unmatched__c', {
        Reason__c: 'Unknown Survey',
        Status__c: 'Dismissed',
      });
      expect(await reporting.count('Unmatched_Answers_by_Reason', 'admin')).to.deep.equal(waiting);
    });

    it('give the NPS of a month by the people who answered, not by the mean of the accounts', async () => {
      const accounts = await reporting.as('leader').query<{ Id: string }>('SELECT Id FROM Account LIMIT 3');
      // the vectors of METHOD.md, 19/8/9 and 3/0/0; of the third account nobody was heard
      const snapshots = [
        { Promoters__c: 19, Passives__c: 8, Detractors__c: 9, Answers__c: 36, NPS__c: 27.78 },
        { Promoters__c: 3, Passives__c: 0, Detractors__c: 0, Answers__c: 3, NPS__c: 100 },
        { Promoters__c: 0, Passives__c: 0, Detractors__c: 0, Answers__c: 0, Silent__c: 4 },
      ];
      for (const [index, snapshot] of snapshots.entries())
        await make(reporting.as('integration'), 'Feedback_Snapshot__c', {
          Account__c: accounts[index]?.Id,
          Month__c: '2024-02-01',
          ...snapshot,
        });
      const month = (await reporting.run('NPS_by_Month')).find(({ groups }) => groups[0] === '2024-2');
      expect(month).to.include({ records: 2 });
      expect(month?.formulas.get('FORMULA1')).to.be.closeTo((100 * (22 - 9)) / 39, 1e-9);
    });
  });
}
