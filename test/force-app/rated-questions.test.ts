import { expect } from 'chai';
import type { Answer } from './org-user.ts';
import { startPeopledOrg } from './peopled-org.ts';
import type { Fields, PeopledOrg } from './peopled-org.ts';

/** What the org says of what it did not take; empty when it took it. */
function refusal({ status, body }: Answer): string {
  return status < 400 ? '' : (body as { message: string }[]).map(({ message }) => message).join(' ');
}

describe('an org with the package takes a question', function () {
  this.timeout(60_000);
  let people: PeopledOrg;

  before(async () => {
    people = await startPeopledOrg();
  });
  after(() => people.close());

  const question = (fields: Fields): Fields => ({
    Survey__c: people.idOf('wave'),
    Key__c: 'delivery',
    Text__c: 'How was the delivery?',
    ...fields,
  });
  const asked = async (fields: Fields): Promise<string> =>
    refusal(await people.as('admin').create('Feedback_Question__c', question(fields)));

  it('that asks for a grade only with its lowest and highest grade, in this order', async () => {
    for (const [Lowest__c, Highest__c] of [
      [null, null],
      [1, null],
      [null, 5],
      [5, 5],
      [5, 1],
    ])
      expect(
        await asked({ Kind__c: 'Rating', Lowest__c, Highest__c }),
        `${Lowest__c} to ${Highest__c}`,
      ).to.include('needs its lowest and its highest grade');
    for (const [Lowest__c, Highest__c] of [
      [1, 5],
      [0, 10],
      [-2, 2],
    ])
      expect(await asked({ Kind__c: 'Rating', Lowest__c, Highest__c })).to.equal('');
  });

  it('of another kind only without them', async () => {
    for (const Kind__c of ['NPS', 'Choice', 'Text']) {
      expect(await asked({ Kind__c })).to.equal('');
      expect(await asked({ Kind__c, Lowest__c: 0 }), Kind__c).to.include('leave both empty');
      expect(await asked({ Kind__c, Highest__c: 10 }), Kind__c).to.include('leave both empty');
    }
  });

  it('with a weight of zero or more, or none', async () => {
    for (const Weight__c of [0, 0.5, 3, null])
      expect(await asked({ Kind__c: 'Text', Weight__c })).to.equal('');
    expect(await asked({ Kind__c: 'Text', Weight__c: -0.5 })).to.include('A weight is 0 or more');
  });

  it('and a grade only on the scale of its question, whoever sends it', async () => {
    const id = await people
      .as('admin')
      .make('Feedback_Question__c', question({ Kind__c: 'Rating', Lowest__c: 1, Highest__c: 5 }));
    const Response__c = await people.as('integration').make('Feedback_Response__c', {
      Account__c: people.idOf('Rheintal'),
      Survey__c: people.idOf('wave'),
      Score__c: 7,
      Category__c: 'Passive',
      Channel__c: 'Interview',
      Responded_At__c: '2026-06-22T09:00:00Z',
    });
    const graded = async (part: string, Number__c: number | null): Promise<string> =>
      refusal(
        await people.as(part).create('Feedback_Answer__c', { Response__c, Question__c: id, Number__c }),
      );
    for (const part of ['integration', 'kam', 'admin']) {
      for (const off of [0, 0.99, 5.01, -3, 10])
        expect(await graded(part, off), `${part} ${off}`).to.include('off the scale of its question');
      for (const on of [1, 3.5, 5, null]) expect(await graded(part, on), `${part} ${on}`).to.equal('');
    }
  });
});
