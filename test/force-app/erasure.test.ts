import { expect } from 'chai';
import type { Answer } from './org-user.ts';
import { startPeopledOrg } from './peopled-org.ts';
import type { Fields, PeopledOrg } from './peopled-org.ts';

/** What the org says of what it did not take; empty when it took it. */
function refusal({ status, body }: Answer): string {
  return status < 400 ? '' : (body as { message: string }[]).map(({ message }) => message).join(' ');
}

const responses = 'Feedback_Response__c';
const invitations = 'Feedback_Invitation__c';
const answers = 'Feedback_Answer__c';
const unmatched = 'Feedback_Unmatched__c';
const erasedAt = '2026-06-29T10:00:00Z';

describe('what is erased in an org with the package', function () {
  this.timeout(60_000);
  let people: PeopledOrg;
  const idOf = (name: string): string => people.idOf(name);
  const make = (objectName: string, fields: Fields) => people.as('integration').make(objectName, fields);
  const change = async (part: string, objectName: string, id: string, fields: Fields): Promise<string> =>
    refusal(await people.as(part).change(objectName, id, fields));
  const read = async (part: string, objectName: string, id: string): Promise<Fields> =>
    (await people.as(part).read(objectName, id)).body as Fields;

  before(async () => {
    people = await startPeopledOrg();
  });
  after(() => people.close());

  const response = (more: Fields = {}): Promise<string> =>
    make(responses, {
      Account__c: idOf('Rheintal'),
      Contact__c: idOf('Sommer'),
      Survey__c: idOf('wave'),
      Invitation__c: idOf('invitation'),
      Score__c: 2,
      Category__c: 'Detractor',
      Comment__c: 'Drei Projektleiter in zwölf Monaten.',
      Channel__c: 'Interview',
      Responded_At__c: '2026-06-22T09:00:00Z',
      ...more,
    });
  const invitation = (more: Fields = {}): Promise<string> =>
    make(invitations, {
      Account__c: idOf('Rheintal'),
      Contact__c: idOf('Sommer'),
      Survey__c: idOf('wave'),
      ...more,
    });
  const words = async (Response__c: string): Promise<string> =>
    make(answers, { Response__c, Question__c: idOf('NPS'), Number__c: 2, Text__c: 'Frau Sommer.' });
  const nobody = { Contact__c: null, Comment__c: null, Invitation__c: null };
  /** Erases a response as the integration does; resolves to its id. */
  const erasedResponse = async (more: Fields = {}): Promise<string> => {
    const id = await response(more);
    expect(await change('integration', responses, id, { ...nobody, Erased_At__c: erasedAt })).to.equal('');
    return id;
  };
  const erasedInvitation = async (): Promise<string> => {
    const id = await invitation();
    const gone = { Contact__c: null, Erased_At__c: erasedAt };
    expect(await change('integration', invitations, id, gone)).to.equal('');
    return id;
  };

  it('of a response is who and in what words; score, category, date, survey and account stay, as of an anonymous voice', async () => {
    const id = await erasedResponse();
    expect(await read('admin', responses, id)).to.include({
      ...nobody,
      Erased_At__c: '2026-06-29T10:00:00.000+0000',
      Score__c: 2,
      Category__c: 'Detractor',
      Responded_At__c: '2026-06-22T09:00:00.000+0000',
      Survey__c: idOf('wave'),
      Account__c: idOf('Rheintal'),
    });
  });

  it('goes in one write with the time of it, of conversations too', async () => {
    const id = await response();
    for (const kept of ['Contact__c', 'Comment__c', 'Invitation__c']) {
      const others = Object.fromEntries(Object.entries(nobody).filter(([name]) => name !== kept));
      const erased = { ...others, Erased_At__c: erasedAt };
      expect(await change('integration', responses, id, erased), kept).to.include('stay empty');
    }
    await erasedResponse({ Channel__c: 'Conversation', Score__c: null, Category__c: null });
  });

  describe('does not come back into a response', () => {
    const late: [string, () => Fields][] = [
      ['the contact', () => ({ Contact__c: idOf('Sommer') })],
      ['the words', () => ({ Comment__c: 'Drei Projektleiter in zwölf Monaten.' })],
      ['the invitation', () => ({ Invitation__c: idOf('invitation') })],
      ['a later time of erasure', () => ({ Erased_At__c: '2026-06-30T08:00:00Z' })],
      ['no erasure at all', () => ({ Erased_At__c: null })],
      ['everything at once', () => ({ Erased_At__c: null, Contact__c: idOf('Sommer') })],
    ];
    for (const [what, fields] of late) {
      it(`${what}: neither the integration nor an administrator may write it`, async () => {
        const id = await erasedResponse();
        expect(await change('integration', responses, id, fields())).to.include(
          'The person who gave this answer was erased on request.',
        );
        expect(await change('admin', responses, id, fields())).to.not.equal('');
        expect(await read('integration', responses, id)).to.include(nobody);
      });
    }

    it('by a copy with the same external id, which is refused as a whole', async () => {
      const External_Id__c = 'qualtrics:R_late';
      const id = await erasedResponse({ External_Id__c });
      const copy = { External_Id__c, Contact__c: idOf('Sommer'), Score__c: 9, Category__c: 'Promoter' };
      expect(await change('integration', responses, id, copy)).to.include('discard your copy');
      expect(await read('integration', responses, id)).to.include({ Score__c: 2 });
    });

    it('while what the sync writes about it goes on', async () => {
      const id = await erasedResponse();
      for (const counts of [{ Is_Current__c: true }, { Is_Verified__c: false }])
        expect(await change('integration', responses, id, counts)).to.equal('');
    });

    it('and says so in French to whoever reads French', async () => {
      const id = await erasedResponse({ Channel__c: 'Conversation' });
      expect(await change('rep', responses, id, { Contact__c: idOf('Sommer') })).to.include(
        'a été effacée à sa demande',
      );
    });
  });

  it('does not come back into an invitation: not the contact, and not the erasure undone', async () => {
    const id = await erasedInvitation();
    for (const fields of [
      { Contact__c: idOf('Sommer') },
      { Erased_At__c: null },
      { Erased_At__c: '2026-06-30T08:00:00Z' },
      { Erased_At__c: null, Contact__c: idOf('Sommer') },
    ])
      for (const part of ['integration', 'admin'])
        expect(await change(part, invitations, id, fields), part).to.not.equal('');
    expect(await change('integration', invitations, id, { Contact__c: idOf('Sommer') })).to.include(
      'The person of this invitation was erased on request.',
    );
    expect(await change('integration', invitations, id, { Status__c: 'Opted Out' })).to.equal('');
    expect(await read('admin', invitations, id)).to.include({ Contact__c: null, Status__c: 'Opted Out' });
  });

  it('of the answers to single questions are the words, before or after the response; numbers stay', async () => {
    const id = await response();
    const [before, after] = [await words(id), await words(id)];
    expect(await change('integration', answers, before, { Text__c: null })).to.equal('');
    expect(await change('integration', responses, id, { ...nobody, Erased_At__c: erasedAt })).to.equal('');
    expect(await change('integration', answers, after, { Text__c: null })).to.equal('');
    for (const part of ['integration', 'admin'])
      expect(await change(part, answers, before, { Text__c: 'Frau Sommer.' }), part).to.include(
        'and with the person the words',
      );
    const added = { Response__c: id, Question__c: idOf('NPS'), Text__c: 'Frau Sommer.' };
    expect(refusal(await people.as('integration').create(answers, added))).to.include('discard your copy');
    const elsewhere = await words(await response());
    expect(await change('integration', answers, elsewhere, { Response__c: id })).to.include('Leave the text');
    expect(await change('integration', answers, before, { Number__c: 3 })).to.equal('');
    expect(await read('integration', answers, after)).to.include({ Text__c: null, Number__c: 2 });
  });

  it('of unmatched answers is the person, also of one that was resolved by hand; only the integration may do that', async () => {
    const fields = { Reason__c: 'Unknown Contact', Email__c: 'sommer@rheintal.example', Comment__c: 'Ich.' };
    const open = await make(unmatched, fields);
    const resolved = await make(unmatched, fields);
    const byHand = { Status__c: 'Resolved', Contact__c: idOf('Sommer') };
    expect(await change('admin', unmatched, resolved, byHand)).to.equal('');
    expect(await change('admin', unmatched, resolved, { Contact__c: null })).to.include('Choose the contact');
    const gone = { Email__c: null, Comment__c: null, Contact__c: null, Details__c: null };
    for (const id of [open, resolved]) {
      expect(await change('integration', unmatched, id, gone)).to.equal('');
      expect(await read('integration', unmatched, id)).to.include(gone);
    }
    expect(await change('integration', unmatched, open, { Status__c: 'Resolved' })).to.include(
      'Choose the contact',
    );
  });

  it('tells when to the administrator of the programme, and to nobody else of the sales team', async () => {
    const [one, other] = [await erasedResponse(), await erasedInvitation()];
    for (const [objectName, id] of [
      [responses, one],
      [invitations, other],
    ] as const) {
      expect(await read('admin', objectName, id)).to.have.property(
        'Erased_At__c',
        '2026-06-29T10:00:00.000+0000',
      );
      for (const part of ['rep', 'colleague', 'leader'])
        expect(await read(part, objectName, id), part)
          .to.include({ Id: id })
          .and.not.have.property('Erased_At__c');
      const fresh = objectName === responses ? await response() : await invitation();
      expect(
        await change('admin', objectName, fresh, { ...nobodyOf(objectName), Erased_At__c: erasedAt }),
      ).to.not.equal('');
    }
  });

  const nobodyOf = (objectName: string): Fields => (objectName === responses ? nobody : { Contact__c: null });
});
