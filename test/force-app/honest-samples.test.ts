import { expect } from 'chai';
import type { Answer } from './org-user.ts';
import { startPeopledOrg } from './peopled-org.ts';
import type { Fields, PeopledOrg } from './peopled-org.ts';

const invitations = 'Feedback_Invitation__c';

/** What the org says of what it did not take; empty when it took it. */
function refusal({ status, body }: Answer): string {
  return status < 400 ? '' : (body as { message: string }[]).map(({ message }) => message).join(' ');
}

describe('the sample of a survey, in an org with the package', function () {
  this.timeout(60_000);
  let people: PeopledOrg;
  const idOf = (name: string): string => people.idOf(name);
  const notTaken = async (part: string, fields: Fields): Promise<string> =>
    refusal(await people.as(part).create(invitations, invitation(fields)));
  const notChanged = async (part: string, id: string, fields: Fields): Promise<string> =>
    refusal(await people.as(part).change(invitations, id, fields));

  before(async () => {
    people = await startPeopledOrg();
  });
  after(() => people.close());

  const invitation = (more: Fields = {}): Fields => ({
    Account__c: idOf('Rheintal'),
    Contact__c: idOf('Sommer'),
    Survey__c: idOf('wave'),
    ...more,
  });
  const heldBy = (interviewer: string | undefined): Promise<string> =>
    people.as('admin').make(
      invitations,
      invitation({
        Channel__c: 'Interview',
        Interviewer__c: interviewer === undefined ? null : idOf(interviewer),
      }),
    );

  describe('once an interview was held', () => {
    const Answered = { Status__c: 'Answered' };

    it('is marked as answered by the interviewer, or by a corrector', async () => {
      for (const part of ['kam', 'colleague'])
        expect(await notChanged(part, await heldBy(part), Answered), part).to.equal('');
      for (const part of ['admin', 'integration'])
        expect(await notChanged(part, await heldBy('kam'), Answered), part).to.equal('');
    });

    it('is not marked by a key account manager who does not hold it', async () => {
      for (const interviewer of ['kam', 'rep', undefined])
        expect(await notChanged('colleague', await heldBy(interviewer), Answered)).to.include(
          'an interview that you hold',
        );
    });

    it('is not marked by a rep or a leader, to whom the sample is there to read', async () => {
      for (const part of ['rep', 'leader']) {
        const { errorCode } = await people.as(part).change(invitations, await heldBy('rep'), Answered);
        expect(errorCode, part).to.equal('INSUFFICIENT_ACCESS_OR_READONLY');
      }
    });
  });

  it('is changed by correctors alone, not by an interviewer with every right on invitations', async () => {
    const id = await heldBy('kam');
    const changes: Fields = {
      Account__c: idOf('Vanderberg'),
      Contact__c: idOf('Neumann'),
      Survey__c: idOf('other wave'),
      Opportunity__c: idOf('press line'),
      Case__c: idOf('late delivery'),
      Channel__c: 'Phone',
      Sent_At__c: '2026-06-01T09:00:00Z',
      Reminders__c: 2,
      Last_Reminder_At__c: '2026-06-08T09:00:00Z',
      Interviewer__c: idOf('rep'),
      Selected_Because__c: 'Likes us',
      Reason__c: 'Is angry with us',
      Left_Out_By__c: idOf('rep'),
      External_Id__c: 'mine:1',
    };
    for (const [field, value] of Object.entries(changes)) {
      for (const fields of [{ [field]: value }, { [field]: value, Status__c: 'Answered' }])
        expect(await notChanged('kam', id, fields), field).to.include('belongs to the sample');
    }
    for (const Status__c of ['Sent', 'Opted Out', 'Bounced', 'Left Out', null])
      expect(await notChanged('kam', id, { Status__c }), `${Status__c}`).to.include('belongs to the sample');
    expect(await notChanged('integration', id, changes)).to.equal('');
  });

  describe('tells of those who were left out', () => {
    const why = { Reason__c: 'In a lawsuit with us' };
    const leftOut = (more: Fields = {}): Fields => ({ Status__c: 'Left Out', ...more });
    const message = 'Say why this person is left out, and who decided it: fill in Reason and Left Out By.';

    it('why, and who decided it, when a person leaves them out', async () => {
      const named = { ...why, Left_Out_By__c: idOf('kam') };
      for (const missing of [{}, why, { Left_Out_By__c: idOf('kam') }]) {
        expect(await notTaken('admin', leftOut(missing))).to.equal(message);
        expect(await notChanged('admin', await heldBy('kam'), leftOut(missing))).to.equal(message);
      }
      expect(await notTaken('admin', leftOut(named))).to.equal('');
      const id = await heldBy('kam');
      expect(await notChanged('admin', id, leftOut(named))).to.equal('');
      expect(await notChanged('admin', id, { Left_Out_By__c: null })).to.equal(message);
    });

    it('why, when the integration brings them from a file, which names nobody', async () => {
      expect(await notTaken('integration', leftOut())).to.equal(message);
      const id = await people.as('integration').make(invitations, invitation(leftOut(why)));
      // who looks after the sample later is not asked for a decision of others
      expect(await notChanged('admin', id, { Reason__c: 'In a lawsuit with us until May' })).to.equal('');
    });
  });
});
