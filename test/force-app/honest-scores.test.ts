import { expect } from 'chai';
import type { SaveResult } from '../../src/local-org/org.ts';
import { DemoOrg, idOf } from './demo-org.ts';

describe('an org with the package', function () {
  this.timeout(60_000);
  let demo: DemoOrg;
  let rhein: string;
  let survey: string;

  before(async () => {
    demo = await DemoOrg.open();
    rhein = demo.id('Account_RHEI');
    survey = demo.id('Survey_relationship_2026');
  });
  after(() => {
    demo.org.close();
  });

  const answer = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
    Account__c: rhein,
    Contact__c: demo.id('Contact_USommer'),
    Survey__c: survey,
    Score__c: 2,
    Category__c: 'Detractor',
    Comment__c: 'Drei Projektleiter in zwölf Monaten.',
    Channel__c: 'Email',
    Responded_At__c: '2026-06-22T09:00:00Z',
    ...more,
  });
  const plan = (part: string, more: Record<string, unknown> = {}): SaveResult =>
    demo.create(part, 'Feedback_Action_Plan__c', {
      Name: 'Fester Projektleiter',
      Account__c: rhein,
      ...more,
    });
  const messages = (result: SaveResult): string => result.errors.map(({ message }) => message).join(' ');

  describe('takes answers', () => {
    it('to surveys from the integration', () => {
      expect(demo.create('integration', 'Feedback_Response__c', answer())).to.have.property('success', true);
    });

    it('given in a conversation from a rep, but none to a survey', () => {
      expect(
        demo.create('rep', 'Feedback_Response__c', answer({ Channel__c: 'Conversation' })),
      ).to.have.property('success', true);
      const refused = demo.create('rep', 'Feedback_Response__c', answer());
      expect(refused.success).to.equal(false);
      // the rep of the demo reads French
      expect(messages(refused)).to.match(/choisissez le canal Conversation|choose the channel Conversation/);
    });

    it('only with a whole score from 0 to 10 and the category that belongs to it', () => {
      const wrong = (more: Record<string, unknown>): string =>
        messages(demo.create('integration', 'Feedback_Response__c', answer(more)));
      expect(wrong({ Score__c: 11, Category__c: 'Promoter' })).to.include('whole number from 0 to 10');
      expect(wrong({ Score__c: 7.5, Category__c: 'Passive' })).to.include('whole number from 0 to 10');
      expect(wrong({ Score__c: -1 })).to.include('whole number from 0 to 10');
      expect(wrong({ Category__c: 'Promoter' })).to.include('does not fit the score');
      expect(wrong({ Score__c: 8 })).to.include('does not fit the score');
      for (const [score, category] of Object.entries(['Detractor', 'Passive', 'Promoter'])) {
        const fitting = answer({ Score__c: [6, 7, 9][Number(score)], Category__c: category });
        expect(messages(demo.create('integration', 'Feedback_Response__c', fitting))).to.equal('');
      }
    });

    it('only from the past, give or take a day for time zones', () => {
      const at = (time: string): SaveResult =>
        demo.create('integration', 'Feedback_Response__c', answer({ Responded_At__c: time }));
      expect(at('2026-07-01T11:00:00Z').success).to.equal(true);
      expect(messages(at('2026-07-01T13:00:00Z'))).to.include('cannot have been given in the future');
    });
  });

  describe('keeps what a customer said', () => {
    const changes: [string, () => Record<string, unknown>][] = [
      ['the score', () => ({ Score__c: 9, Category__c: 'Promoter' })],
      ['the contact', () => ({ Contact__c: demo.id('Contact_FNeumann') })],
      ['the account', () => ({ Account__c: demo.id('Account_VAND') })],
      ['the survey', () => ({ Survey__c: demo.id('Survey_relationship_2025') })],
      ['the channel', () => ({ Channel__c: 'Conversation' })],
      ['the date', () => ({ Responded_At__c: '2025-01-01T09:00:00Z' })],
      ['the comment', () => ({ Comment__c: 'Alles bestens.' })],
    ];

    for (const [what, change] of changes) {
      it(`${what} of an answer changes by the hand of an administrator, not of a rep or account manager`, () => {
        const id = idOf(demo.create('integration', 'Feedback_Response__c', answer()));
        for (const part of ['rep', 'kam']) {
          expect(demo.update(part, 'Feedback_Response__c', { Id: id, ...change() }).success, part).to.equal(
            false,
          );
        }
        expect(messages(demo.update('admin', 'Feedback_Response__c', { Id: id, ...change() }))).to.equal('');
      });
    }

    it('a rep may complete the notes of a conversation', () => {
      const id = idOf(demo.create('rep', 'Feedback_Response__c', answer({ Channel__c: 'Conversation' })));
      const completed = demo.update('rep', 'Feedback_Response__c', {
        Id: id,
        Comment__c: 'Rückruf am Montag.',
      });
      expect(messages(completed)).to.equal('');
    });
  });

  it('lets only the integration write the score of an account', () => {
    for (const part of ['rep', 'kam', 'leader']) {
      expect(() => {
        const result = demo.update(part, 'Account', { Id: rhein, Feedback_NPS__c: 100 });
        if (!result.success) throw new Error(messages(result));
      }, part).to.throw();
    }
    expect(messages(demo.update('integration', 'Account', { Id: rhein, Feedback_NPS__c: -20 }))).to.equal('');
    expect(demo.read('rep', 'Account', rhein, 'Feedback_NPS__c')).to.equal(-20);
  });

  it('lets only the customer, through the integration, confirm a plan', () => {
    const id = idOf(plan('kam'));
    const confirm = (part: string): SaveResult =>
      demo.update(part, 'Feedback_Action_Plan__c', { Id: id, Status__c: 'Confirmed by Customer' });
    expect(messages(confirm('kam'))).to.include('Only the customer can confirm');
    expect(messages(confirm('admin'))).to.include('Only the customer can confirm');
    expect(messages(confirm('integration'))).to.equal('');
  });

  it('knows which plans and actions are late, and which actions are mine', () => {
    const late = idOf(plan('kam', { Due_On__c: '2026-06-29' }));
    const onTime = idOf(plan('kam', { Due_On__c: '2026-06-30' }));
    const undated = idOf(plan('kam'));
    const isLate = (id: string): unknown => demo.read('rep', 'Feedback_Action_Plan__c', id, 'Is_Late__c');
    expect([late, onTime, undated].map(isLate)).to.deep.equal([true, false, false]);
    demo.update('kam', 'Feedback_Action_Plan__c', { Id: late, Status__c: 'Done' });
    expect(isLate(late)).to.equal(false);

    const action = idOf(
      demo.create('kam', 'Feedback_Action__c', {
        Name: 'Nachfolger vorstellen',
        Action_Plan__c: onTime,
        Assignee__c: demo.users.get('rep'),
        Due_On__c: '2026-06-01',
      }),
    );
    expect(demo.read('rep', 'Feedback_Action__c', action, 'Is_Mine__c')).to.equal(true);
    expect(demo.read('kam', 'Feedback_Action__c', action, 'Is_Mine__c')).to.equal(false);
    expect(demo.read('rep', 'Feedback_Action__c', action, 'Is_Late__c')).to.equal(true);
    const done = { Id: action, Status__c: 'Done', Completed_At__c: '2026-06-30T10:00:00Z' };
    expect(messages(demo.update('rep', 'Feedback_Action__c', done))).to.equal('');
    expect(demo.read('rep', 'Feedback_Action__c', action, 'Is_Late__c')).to.equal(false);
  });

  it('asks why someone was left out of a survey, and who really gave an unmatched answer', () => {
    const invitation = { Account__c: rhein, Survey__c: survey, Status__c: 'Left Out' };
    expect(messages(demo.create('admin', 'Feedback_Invitation__c', invitation))).to.include('Say why');
    const unmatched = { Reason__c: 'Unknown Contact', Score__c: 4, Email__c: 'someone@elsewhere.example' };
    const id = idOf(demo.create('integration', 'Feedback_Unmatched__c', unmatched));
    const resolve = (more: Record<string, unknown>): string =>
      messages(demo.update('admin', 'Feedback_Unmatched__c', { Id: id, Status__c: 'Resolved', ...more }));
    expect(resolve({})).to.include('Choose the contact who answered');
    expect(resolve({ Contact__c: demo.id('Contact_MReuter') })).to.equal('');
  });

  it('refuses a survey that closes before it opens', () => {
    const wrong = {
      Name: 'Wrong',
      Type__c: 'Relationship',
      Opens_On__c: '2026-06-30',
      Closes_On__c: '2026-06-29',
    };
    expect(messages(demo.create('admin', 'Feedback_Survey__c', wrong))).to.include('closes before it opens');
    const right = { ...wrong, Name: 'Right', Closes_On__c: '2026-06-30' };
    expect(messages(demo.create('admin', 'Feedback_Survey__c', right))).to.equal('');
  });
});
