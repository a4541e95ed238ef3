import { expect } from 'chai';
import type { Answer } from './org-user.ts';
import { startPeopledOrg } from './peopled-org.ts';
import type { Fields, PeopledOrg } from './peopled-org.ts';

const responses = 'Feedback_Response__c';
const invitations = 'Feedback_Invitation__c';

/** What the org says of what it did not take; empty when it took it. */
function refusal({ status, body }: Answer): string {
  return status < 400 ? '' : (body as { message: string }[]).map(({ message }) => message).join(' ');
}

describe('what a customer tells an employee, in an org with the package', function () {
  this.timeout(60_000);
  let people: PeopledOrg;
  const idOf = (name: string): string => people.idOf(name);
  const created = (part: string, fields: Fields): Promise<string> => people.as(part).make(responses, fields);
  const notTaken = async (part: string, fields: Fields): Promise<string> =>
    refusal(await people.as(part).create(responses, fields));
  const notChanged = async (part: string, id: string, fields: Fields): Promise<string> =>
    refusal(await people.as(part).change(responses, id, fields));

  before(async () => {
    people = await startPeopledOrg();
  });
  after(() => people.close());

  /** All that is known after a talk: with whom, what was said, and when. */
  const said = (more: Fields = {}): Fields => ({
    Account__c: idOf('Rheintal'),
    Contact__c: idOf('Sommer'),
    Channel__c: 'Conversation',
    Comment__c: 'Drei Projektleiter in zwölf Monaten.',
    Responded_At__c: '2026-06-22T09:00:00Z',
    ...more,
  });
  const scored = { Score__c: 3, Category__c: 'Detractor' };
  const surveyed = (more: Fields = {}): Fields => said({ Survey__c: idOf('wave'), ...scored, ...more });

  describe('as a conversation', () => {
    it('needs neither survey nor score, whoever notes it', async () => {
      for (const part of ['rep', 'colleague', 'admin', 'integration']) {
        const id = await created(part, said());
        const { body } = await people.as('leader').read(responses, id);
        expect(body, part).to.include({ Score__c: null, Category__c: null, Survey__c: null });
      }
    });

    it('may have a score, and then has the category that belongs to it, and none alone', async () => {
      await created('rep', said(scored));
      expect(await notTaken('rep', said({ Score__c: 3 }))).to.include(
        'catégorie ne correspond pas à la note',
      );
      for (const part of ['kam', 'admin', 'integration'])
        for (const half of [{ Score__c: 3 }, { Score__c: 9 }, { Category__c: 'Detractor' }])
          expect(await notTaken(part, said(half)), `${part}: ${JSON.stringify(half)}`).to.include(
            'does not fit the score',
          );
    });

    it('is the only channel that does without: what counts has survey, score and category', async () => {
      for (const part of ['admin', 'integration']) {
        for (const Channel__c of ['Email', 'Web', 'Phone', 'Interview', null]) {
          await created(part, surveyed({ Channel__c }));
          for (const missing of ['Score__c', 'Category__c', 'Survey__c']) {
            const incomplete = surveyed({ Channel__c, [missing]: null });
            expect(await notTaken(part, incomplete), `${Channel__c} without ${missing}`).to.include(
              'An answer to a survey names its survey and has a score and a category',
            );
          }
        }
      }
      const noted = await created('rep', said());
      expect(await notChanged('admin', noted, { Channel__c: 'Phone' })).to.include('names its survey');
      const answered = await created('integration', surveyed({ Channel__c: 'Web' }));
      const emptied = { Score__c: null, Category__c: null };
      expect(await notChanged('admin', answered, emptied)).to.include('names its survey');
    });

    const mended: [string, () => Fields][] = [
      ['the score', () => ({ Score__c: 8, Category__c: 'Passive' })],
      ['the score, within its category', () => ({ Score__c: 5 })],
      ['that no score was given', () => ({ Score__c: null, Category__c: null })],
      ['the person', () => ({ Contact__c: idOf('Neumann') })],
      ['the date', () => ({ Responded_At__c: '2026-06-21T09:00:00Z' })],
      ['the survey', () => ({ Survey__c: idOf('wave') })],
      ['the words', () => ({ Comment__c: 'Vier Projektleiter in zwölf Monaten.' })],
    ];
    for (const [what, fields] of mended) {
      it(`is mended by its author and by correctors, and by nobody else: ${what}`, async () => {
        for (const [author, other] of [
          ['rep', 'kam'],
          ['kam', 'rep'],
        ] as const) {
          const id = await created(author, said(scored));
          const kept =
            other === 'rep' ? /ne se modifie pas ici|par leur auteur/ : /changed here|their author/;
          expect(await notChanged(other, id, fields()), other).to.match(kept);
          expect(await notChanged(author, id, fields()), author).to.equal('');
        }
        for (const corrector of ['admin', 'integration']) {
          const id = await created('rep', said(scored));
          expect(await notChanged(corrector, id, fields()), corrector).to.equal('');
        }
      });
    }

    it('stays on its account and in its channel, and does not begin to count, for its author too', async () => {
      const id = await created('kam', surveyed());
      for (const fields of [
        { Account__c: idOf('Vanderberg') },
        { Channel__c: 'Interview', Invitation__c: idOf('invitation') },
        { Is_Current__c: true },
        { Is_Verified__c: false },
      ])
        expect(await notChanged('kam', id, fields), JSON.stringify(fields)).to.include(
          'cannot be changed here',
        );
    });

    it('is completed by whoever knows role and deal', async () => {
      const id = await created('rep', said());
      const more = { Respondent_Role__c: 'Influencer', Opportunity__c: idOf('press line') };
      expect(await notChanged('colleague', id, more)).to.equal('');
    });
  });

  describe('as an interview', () => {
    /** An invitation of Sommer to the wave, with an interviewer or with none. */
    const invitedBy = (interviewer: string | undefined): Promise<string> =>
      people.as('admin').make(invitations, {
        Account__c: idOf('Rheintal'),
        Contact__c: idOf('Sommer'),
        Survey__c: idOf('wave'),
        Channel__c: 'Interview',
        Interviewer__c: interviewer === undefined ? null : idOf(interviewer),
      });
    const interview = async (interviewer: string | undefined, more: Fields = {}): Promise<Fields> =>
      surveyed({ Channel__c: 'Interview', Invitation__c: await invitedBy(interviewer), ...more });

    it('is recorded by the key account manager whom the invitation names as interviewer', async () => {
      for (const part of ['kam', 'colleague']) await created(part, await interview(part));
    });

    it('is not recorded by one whom it does not name, nor without an invitation, nor as another channel', async () => {
      for (const wrong of [
        await interview('colleague'),
        await interview(undefined),
        surveyed({ Channel__c: 'Interview' }),
        await interview('kam', { Channel__c: 'Phone' }),
      ])
        expect(await notTaken('kam', wrong)).to.include('the invitation that names you as interviewer');
    });

    it('is not recorded by a rep, who names no invitation', async () => {
      expect((await people.as('rep').create(responses, await interview('rep'))).errorCode).to.equal(
        'INVALID_FIELD_FOR_INSERT_UPDATE',
      );
      expect(await notTaken('rep', surveyed({ Channel__c: 'Interview' }))).to.include(
        "l'invitation qui vous désigne",
      );
    });

    it('is recorded by an administrator and by the integration, whoever held it', async () => {
      for (const part of ['admin', 'integration']) {
        await created(part, await interview('rep'));
        await created(part, surveyed({ Channel__c: 'Interview' }));
      }
    });

    it('is of the person, account and survey of the invitation, unless a corrector records it', async () => {
      for (const other of [
        { Account__c: idOf('Vanderberg') },
        { Contact__c: idOf('Neumann') },
        { Contact__c: null },
        { Survey__c: idOf('other wave') },
      ]) {
        expect(await notTaken('kam', await interview('kam', other)), JSON.stringify(other)).to.include(
          'for another person, account or survey',
        );
        await created('admin', await interview('kam', other));
      }
    });

    it('stays as given, for the interviewer who recorded it too', async () => {
      const id = await created('kam', await interview('kam'));
      for (const fields of [
        { Score__c: 5 },
        { Score__c: 9, Category__c: 'Promoter' },
        { Contact__c: idOf('Neumann') },
        { Survey__c: idOf('other wave') },
        { Responded_At__c: '2026-06-21T09:00:00Z' },
        { Channel__c: 'Conversation' },
        { Invitation__c: idOf('invitation') },
        { Respondent_Role__c: 'Influencer' },
      ]) {
        expect(await notChanged('kam', id, fields), JSON.stringify(fields)).to.include(
          'cannot be changed here',
        );
      }
      expect(await notChanged('kam', id, { Comment__c: 'Alles bestens.' })).to.include(
        "customer's own words",
      );
      expect(await notChanged('admin', id, { Score__c: 9, Category__c: 'Promoter' })).to.equal('');
    });
  });
});
