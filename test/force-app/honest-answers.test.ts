import { expect } from 'chai';
import type { Answer } from './org-user.ts';
import { startPeopledOrg } from './peopled-org.ts';
import type { Fields, PeopledOrg } from './peopled-org.ts';

/** What the org says of what it did not take; empty when it took it. */
function refusal({ status, body }: Answer): string {
  return status < 400 ? '' : (body as { message: string }[]).map(({ message }) => message).join(' ');
}

describe('feedback in an org with the package, as its users reach it over HTTP', function () {
  this.timeout(60_000);
  let people: PeopledOrg;
  const idOf = (name: string): string => people.idOf(name);
  const create = (part: string, objectName: string, fields: Fields): Promise<Answer> =>
    people.as(part).create(objectName, fields);
  const change = (part: string, objectName: string, id: string, fields: Fields): Promise<Answer> =>
    people.as(part).change(objectName, id, fields);
  const created = (part: string, objectName: string, fields: Fields): Promise<string> =>
    people.as(part).make(objectName, fields);
  const read = (part: string, objectName: string, id: string, fields: string): Promise<Answer> =>
    people.as(part).query(`SELECT ${fields} FROM ${objectName} WHERE Id = '${id}'`);

  before(async () => {
    people = await startPeopledOrg();
  });
  after(() => people.close());

  const response = (more: Fields = {}): Fields => ({
    Account__c: idOf('Rheintal'),
    Contact__c: idOf('Sommer'),
    Survey__c: idOf('wave'),
    Score__c: 7,
    Category__c: 'Passive',
    Channel__c: 'Email',
    Responded_At__c: '2026-06-22T09:00:00Z',
    ...more,
  });
  const asked = (): Fields => ({
    Respondent_Role__c: 'Decision Maker',
    Opportunity__c: idOf('press line'),
    Case__c: idOf('late delivery'),
    Buyer_Reason__c: 'Price',
    Invitation__c: idOf('invitation'),
  });

  describe('keeps the circumstances of a survey answer', () => {
    const changes: [string, () => Fields][] = [
      ['the role of the person', () => ({ Respondent_Role__c: 'Influencer' })],
      ['the deal', () => ({ Opportunity__c: idOf('paint shop') })],
      ['the case', () => ({ Case__c: idOf('wrong invoice') })],
      ["the buyer's reason", () => ({ Buyer_Reason__c: 'Relationship' })],
      ['the invitation', () => ({ Invitation__c: idOf('other invitation') })],
      ['whether it is verified', () => ({ Is_Verified__c: false })],
    ];
    for (const [what, fields] of changes) {
      it(`${what}: an administrator may change it, a rep and a KAM with every right on it may not`, async () => {
        const id = await created('integration', 'Feedback_Response__c', response(asked()));
        expect(refusal(await change('rep', 'Feedback_Response__c', id, fields()))).not.to.equal('');
        expect(refusal(await change('kam', 'Feedback_Response__c', id, fields()))).to.include(
          'cannot be changed here',
        );
        expect(refusal(await change('admin', 'Feedback_Response__c', id, fields()))).to.equal('');
      });
    }

    it('whether it counts now: only the integration may change it', async () => {
      const id = await created('integration', 'Feedback_Response__c', response());
      const counts = { Is_Current__c: true };
      for (const part of ['rep', 'admin']) {
        expect(refusal(await change(part, 'Feedback_Response__c', id, counts)), part).not.to.equal('');
      }
      expect(refusal(await change('kam', 'Feedback_Response__c', id, counts))).to.include(
        'cannot be changed here',
      );
      expect(refusal(await change('integration', 'Feedback_Response__c', id, counts))).to.equal('');
    });

    it('says so in the language of the person who tried', async () => {
      const id = await created('integration', 'Feedback_Response__c', response(asked()));
      const moved = await change('rep', 'Feedback_Response__c', id, { Opportunity__c: idOf('paint shop') });
      expect(refusal(moved)).to.include('ne se modifie pas ici');
    });

    it('but lets a rep complete role, deal and case of a conversation', async () => {
      const id = await created('rep', 'Feedback_Response__c', response({ Channel__c: 'Conversation' }));
      const { Respondent_Role__c, Opportunity__c, Case__c } = asked();
      const more = { Respondent_Role__c, Opportunity__c, Case__c };
      expect(refusal(await change('rep', 'Feedback_Response__c', id, more))).to.equal('');
    });

    it('starts every answer as verified and not yet counted', async () => {
      const id = await created('integration', 'Feedback_Response__c', response());
      const { body } = await read('rep', 'Feedback_Response__c', id, 'Is_Verified__c, Is_Current__c');
      expect(body).to.have.nested.property('records[0].Is_Verified__c', true);
      expect(body).to.have.nested.property('records[0].Is_Current__c', false);
    });
  });

  describe('keeps the answers to single questions', () => {
    const part = async (channel: string): Promise<Fields> => ({
      Response__c: await created('integration', 'Feedback_Response__c', response({ Channel__c: channel })),
      Question__c: idOf('NPS'),
      Number__c: 7,
      Text__c: 'Drei Projektleiter in zwölf Monaten.',
    });
    const changes: [string, () => Promise<Fields>][] = [
      ['the number', () => Promise.resolve({ Number__c: 9 })],
      ['the words', () => Promise.resolve({ Text__c: 'Alles bestens.' })],
      ['the question', () => Promise.resolve({ Question__c: idOf('Rating') })],
      ['the response', async () => ({ Response__c: (await part('Email'))['Response__c'] })],
    ];
    for (const [what, fields] of changes) {
      it(`${what}: an administrator may change it, a rep and a KAM with every right on it may not`, async () => {
        const id = await created('integration', 'Feedback_Answer__c', await part('Interview'));
        expect(refusal(await change('rep', 'Feedback_Answer__c', id, await fields()))).not.to.equal('');
        expect(refusal(await change('kam', 'Feedback_Answer__c', id, await fields()))).to.include(
          'cannot be changed here',
        );
        expect(refusal(await change('admin', 'Feedback_Answer__c', id, await fields()))).to.equal('');
      });
    }

    it('by hand answers are added to interviews and conversations, by the integration to any survey', async () => {
      for (const channel of ['Interview', 'Conversation'])
        await created('kam', 'Feedback_Answer__c', await part(channel));
      for (const channel of ['Email', 'Web', 'Phone']) {
        const added = await create('kam', 'Feedback_Answer__c', await part(channel));
        expect(refusal(added), channel).to.include('to an interview or a conversation only');
        await created('integration', 'Feedback_Answer__c', await part(channel));
      }
    });
  });

  describe('takes a score only when it is a whole number from 0 to 10', () => {
    for (const [wrong, category] of [
      [-1, 'Detractor'],
      [7.5, 'Passive'],
      [11, 'Promoter'],
    ] as const) {
      it(`not ${wrong} as the score of a response, whoever sends it`, async () => {
        const scored = { Score__c: wrong, Category__c: category };
        const message = 'A score is a whole number from 0 to 10. Enter the score that the customer gave.';
        for (const part of ['integration', 'admin', 'kam']) {
          const noted = response({ ...scored, Channel__c: 'Conversation' });
          expect(refusal(await create(part, 'Feedback_Response__c', noted)), part).to.equal(message);
        }
        const id = await created('integration', 'Feedback_Response__c', response());
        expect(refusal(await change('integration', 'Feedback_Response__c', id, scored))).to.equal(message);
      });
    }
    for (const wrong of [-1, 7.5, 11]) {
      it(`not ${wrong} as the answer to an NPS question`, async () => {
        const Response__c = await created('integration', 'Feedback_Response__c', response());
        const answered = { Response__c, Question__c: idOf('NPS'), Number__c: wrong };
        expect(refusal(await create('integration', 'Feedback_Answer__c', answered))).to.include(
          'whole number from 0 to 10',
        );
      });
    }

    it('while a rating may have decimals, and words need no number', async () => {
      const Response__c = await created('integration', 'Feedback_Response__c', response());
      const rating = { Response__c, Question__c: idOf('Rating'), Number__c: 7.5 };
      await created('integration', 'Feedback_Answer__c', rating);
      await created('integration', 'Feedback_Answer__c', {
        Response__c,
        Question__c: idOf('NPS'),
        Text__c: '–',
      });
    });
  });

  it('shows the hash of a personal link to nobody but the integration', async () => {
    const invitations = 'Feedback_Invitation__c';
    const id = idOf('invitation');
    const hash = { Token_Hash__c: 'a'.repeat(64) };
    expect(refusal(await change('integration', invitations, id, hash))).to.equal('');
    expect((await read('integration', invitations, id, 'Token_Hash__c')).body).to.have.nested.include({
      'records[0].Token_Hash__c': hash.Token_Hash__c,
    });
    for (const part of ['rep', 'kam', 'leader', 'admin']) {
      expect(await read(part, invitations, id, 'Token_Hash__c'), part).to.include({
        errorCode: 'INVALID_FIELD',
      });
      const whole = await people.as(part).read(invitations, id);
      expect(whole.body, part).to.include({ Id: id }).and.not.to.have.property('Token_Hash__c');
      const forged = { Token_Hash__c: 'b'.repeat(64) };
      expect(refusal(await change(part, invitations, id, forged)), part).not.to.equal('');
    }
  });

  it('knows which interviews are mine', async () => {
    const id = idOf('invitation');
    const isMine = async (part: string): Promise<unknown> =>
      (await read(part, 'Feedback_Invitation__c', id, 'Is_Mine__c')).body;
    const interviewer = { Interviewer__c: idOf('kam') };
    expect(refusal(await change('admin', 'Feedback_Invitation__c', id, interviewer))).to.equal('');
    expect(await isMine('kam')).to.have.nested.property('records[0].Is_Mine__c', true);
    expect(await isMine('rep')).to.have.nested.property('records[0].Is_Mine__c', false);
  });

  it('lets only the integration write the months of an account, each by its first day', async () => {
    const month = (Month__c: string): Fields => ({ Account__c: idOf('Rheintal'), Month__c, NPS__c: 12.5 });
    for (const part of ['rep', 'kam', 'leader', 'admin'])
      expect(refusal(await create(part, 'Feedback_Snapshot__c', month('2026-06-01'))), part).not.to.equal('');
    expect(refusal(await create('integration', 'Feedback_Snapshot__c', month('2026-06-30')))).to.include(
      'Enter the first day of the month',
    );
    await created('integration', 'Feedback_Snapshot__c', month('2026-06-01'));
  });

  describe('refuses a survey', () => {
    const survey = (more: Fields): Promise<Answer> =>
      create('admin', 'Feedback_Survey__c', { Name: 'Wave', Type__c: 'Relationship', ...more });

    it('that is anonymous with a threshold under five answers', async () => {
      for (const Anonymity_Threshold__c of [4, null]) {
        const wrong = await survey({ Anonymous__c: true, Anonymity_Threshold__c });
        expect(refusal(wrong)).to.include('respondents could be recognised');
      }
      expect(refusal(await survey({ Anonymous__c: true }))).to.equal('');
      expect(refusal(await survey({ Anonymous__c: false, Anonymity_Threshold__c: 4 }))).to.equal('');
    });

    it('whose reminder days are no whole numbers', async () => {
      for (const wrong of ['7; 14', 'weekly', '7,', '-7', '3.5', '7 14'])
        expect(refusal(await survey({ Reminder_Days__c: wrong })), wrong).to.include('cannot be read');
      for (const right of ['7', '7, 14', '7,14,21']) {
        expect(refusal(await survey({ Reminder_Days__c: right })), right).to.equal('');
      }
    });
  });
});
