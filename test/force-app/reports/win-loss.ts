import { expect } from 'chai';
import { OrgClient } from '../../../src/demo/org-client.ts';
import { change, make } from '../../browser/records.ts';
import type { Reporting } from './reporting.ts';

/** A closed deal, and what was said of it. */
interface Deal {
  won: boolean;
  closed?: string;
  outcome?: string;
  repReason?: string;
  leftOutReason?: string;
  isOutOfWinRate?: boolean;
  competitors?: string[];
  answers?: Record<string, unknown>[];
}

const counted: Record<string, Deal> = {
  'Won, and told why': {
    won: true,
    outcome: 'Won',
    repReason: 'Service',
    competitors: ['Brandt'],
    answers: [
      { Buyer_Reason__c: 'Relationship' },
      // noted by the sales rep, or set aside by the bot filter: not the word of a buyer
      { Buyer_Reason__c: 'Price', Channel__c: 'Conversation' },
      { Buyer_Reason__c: 'Price', Is_Verified__c: false },
      { Buyer_Reason__c: null },
    ],
  },
  'Lost, without a decision': {
    won: false,
    outcome: 'Lost to No Decision',
    repReason: 'Priorities Changed',
    answers: [{ Buyer_Reason__c: 'No Budget' }],
  },
};
/** Deals that some reports count and others do not. */
const special: Record<string, Deal> = {
  'Lost, and nobody said how': { won: false },
  'Left out of the reasons, kept in the win rate': {
    won: false,
    outcome: 'Lost to Competitor',
    repReason: 'Price',
    leftOutReason: 'Their parent company decides again in May',
    competitors: ['Brandt', 'Ostheim'],
    answers: [{ Buyer_Reason__c: 'Price' }],
  },
  'Left out of everything': {
    won: true,
    outcome: 'Won',
    repReason: 'Contract Terms',
    leftOutReason: 'Call-off from a frame contract',
    isOutOfWinRate: true,
    competitors: ['Ostheim'],
    answers: [{ Buyer_Reason__c: 'Contract Terms' }],
  },
  'Three years old': {
    won: false,
    closed: '2024-01-15',
    outcome: 'Lost to Competitor',
    repReason: 'Reputation',
    competitors: ['Brandt'],
    answers: [{ Buyer_Reason__c: 'Reputation' }],
  },
};

/** The win/loss reports, under METHOD.md: which deals count, and whose reason it is. */
export function describeWinLossReports(reporting: Reporting): void {
  describe('of win and loss', () => {
    const names = [
      'Deals_by_Quarter_and_Outcome',
      'Deals_by_Competitor_and_Outcome',
      'Buyer_Reasons_Won',
      'Buyer_Reasons_Lost',
      'Rep_Reasons_Won',
      'Rep_Reasons_Lost',
      'Deals_Left_Out',
    ];
    const earlier: Record<string, Record<string, number>> = {};
    /** What the deals of this test have added to a report. */
    const added = async (name: string): Promise<Record<string, number>> => {
      const after = Object.entries(await reporting.count(name));
      const grown = after.map(([group, count]) => [group, count - (earlier[name]?.[group] ?? 0)] as const);
      return Object.fromEntries(grown.filter(([, count]) => count !== 0));
    };

    before(async () => {
      for (const name of names) earlier[name] = await reporting.count(name);
      const { demo } = reporting;
      const admin = new OrgClient(demo.orgUrl, demo.accessTokenFor('admin@rapport.example'));
      const account = await make(admin, 'Account', { Name: 'Contested Ltd' });
      const survey = await make(admin, 'Feedback_Survey__c', {
        Name: 'After the decision',
        Type__c: 'Win/Loss',
        Status__c: 'Open',
      });
      for (const [name, deal] of Object.entries({ ...counted, ...special }))
        await makeDeal(reporting, admin, { account, survey, name, deal });
      await make(admin, 'Opportunity', {
        Name: 'Still open',
        AccountId: account,
        StageName: 'Prospecting',
        CloseDate: '2027-04-30',
        Feedback_Rep_Reason__c: 'Price',
      });
    });

    it('count closed deals by quarter and outcome, those too that are left out of the reasons only', async () => {
      expect(await added('Deals_by_Quarter_and_Outcome')).to.deep.equal({
        '2027-1 | Won': 1,
        '2027-1 | Lost to Competitor': 1,
        '2027-1 | Lost to No Decision': 1,
        // it stays visible that something was not said
        '2027-1 | -': 1,
      });
    });

    it('count a deal under each competitor that was present', async () => {
      expect(await added('Deals_by_Competitor_and_Outcome')).to.deep.equal({
        'Brandt | Won': 1,
        'Brandt | Lost to Competitor': 1,
        'Ostheim | Lost to Competitor': 1,
      });
    });

    it("give the buyers' reasons, among wins and, apart, among losses", async () => {
      expect(await added('Buyer_Reasons_Won')).to.deep.equal({ Relationship: 1 });
      expect(await added('Buyer_Reasons_Lost')).to.deep.equal({ 'No Budget': 1 });
    });

    it("give the reps' reasons, among wins and, apart, among losses", async () => {
      expect(await added('Rep_Reasons_Won')).to.deep.equal({ Service: 1 });
      expect(await added('Rep_Reasons_Lost')).to.deep.equal({ 'Priorities Changed': 1 });
    });

    it('name the deals that were left out, and whether they are out of the win rate too', async () => {
      expect(await added('Deals_Left_Out')).to.deep.equal({ true: 1, false: 1 });
    });
  });
}

async function makeDeal(
  reporting: Reporting,
  admin: OrgClient,
  { account, survey, name, deal }: { account: string; survey: string; name: string; deal: Deal },
): Promise<void> {
  const closed = deal.closed ?? '2027-02-10';
  // open at first: competitors are recorded while a deal is open
  const id = await make(admin, 'Opportunity', {
    Name: name,
    AccountId: account,
    StageName: 'Negotiation/Review',
    CloseDate: closed,
    Feedback_Outcome__c: deal.outcome ?? null,
    Feedback_Rep_Reason__c: deal.repReason ?? null,
    Feedback_Left_Out_Reason__c: deal.leftOutReason ?? null,
    Feedback_Out_Of_Win_Rate__c: deal.isOutOfWinRate,
  });
  for (const competitor of deal.competitors ?? [])
    await make(admin, 'Feedback_Deal_Competitor__c', { Name: competitor, Opportunity__c: id });
  await change(admin, 'Opportunity', id, { StageName: deal.won ? 'Closed Won' : 'Closed Lost' });
  for (const answer of deal.answers ?? [])
    await make(reporting.as('integration'), 'Feedback_Response__c', {
      Account__c: account,
      Survey__c: survey,
      Opportunity__c: id,
      Score__c: 8,
      Category__c: 'Passive',
      Channel__c: 'Phone',
      Responded_At__c: '2027-02-20T10:00:00Z',
      ...answer,
    });
}
