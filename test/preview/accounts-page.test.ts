import { expect } from 'chai';
import { account, found, helen, scored, sophie, startScene } from './fake-org.ts';
import type { Page, Scene } from './fake-org.ts';

describe('the list of accounts', () => {
  let scene: Scene | undefined;

  const show = async (records: Record<string, unknown>[], path = '/'): Promise<Page> => {
    scene = await startScene(() => found(...records));
    return await scene.page(path);
  };
  afterEach(async () => {
    await scene?.close();
    scene = undefined;
  });

  it('says in its header how the scores are computed, over which window, with which interval', async () => {
    const { text } = await show([]);
    expect(text).to.contain('All current answers alike · last 365 days · 95% interval, adjusted Wald');
  });

  it('shows a score with its interval, its number of answers and the day of the last one', async () => {
    const { text, html } = await show([
      account({ ...scored, Name: 'Norvale', Industry: 'Energy', BillingCity: 'Leeds' }),
    ]);
    expect(text).to.contain('Norvale Energy · Leeds +28 0 to 52 36 14 Jul 2026');
    expect(html).to.contain('class="interval interval-either"');
  });

  it('says on which side of zero the whole interval lies', async () => {
    const { html } = await show([
      account({ ...scored, Feedback_NPS__c: 60, Feedback_NPS_Lower__c: 45.27, Feedback_NPS_Upper__c: 71.24 }),
      account({
        ...scored,
        Feedback_NPS__c: -60,
        Feedback_NPS_Lower__c: -71.24,
        Feedback_NPS_Upper__c: -45.27,
      }),
    ]);
    expect(html).to.contain('score-above').and.contain('score-below');
  });

  it('gives no weight to a score whose interval is wider than 30 points to each side', async () => {
    const wide = {
      ...scored,
      Feedback_NPS__c: 100,
      Feedback_NPS_Lower__c: -6.58,
      Feedback_NPS_Upper__c: 100,
      Feedback_Answers__c: 3,
    };
    const { text, html } = await show([account(wide)]);
    expect(text).to.contain('+100 −7 to 100 Too few voices to compare 3');
    expect(html).to.contain('score-wide').and.contain('interval-wide');
  });

  it('shows one answer as one voice, without score and interval', async () => {
    const one = {
      Feedback_NPS__c: -100,
      Feedback_Answers__c: 1,
      Feedback_Scored_At__c: '2026-07-14T11:00:00Z',
    };
    const { text, html } = await show([account(one)]);
    expect(text).to.contain('One voice a detractor – 1');
    expect(html).not.to.match(/class="(score|interval) /);
  });

  it('tells an account that never had answers from one whose answers have left the window', async () => {
    const { text } = await show([
      account({ Name: 'Ost' }),
      account({ Name: 'West', Feedback_Answers__c: 0, Feedback_Scored_At__c: '2026-07-14T11:00:00Z' }),
    ]);
    expect(text).to.contain('Ost No answers yet');
    expect(text).to.contain('West No answers in the last 365 days');
  });

  it('claims no score where a number that belongs to it is missing', async () => {
    const { text } = await show([account({ ...scored, Feedback_NPS_Upper__c: null })]);
    expect(text).to.contain('Not computed yet').and.not.contain('+28');
  });

  it('says when numbers are older than a day', async () => {
    const { text } = await show([
      account({ ...scored, Name: 'Old', Feedback_Scored_At__c: '2026-07-12T11:00:00.000+0000' }),
      account({ ...scored, Name: 'New', Feedback_Scored_At__c: '2026-07-13T12:00:00.000+0000' }),
    ]);
    expect(text).to.contain('Old +28 computed 2 days ago');
    expect(text.match(/computed/g)).to.have.length(
      1 + 1,
      'once in the row, once in the hidden label of the header',
    );
  });

  it('writes names and places as text, whatever they contain', async () => {
    const { html } = await show([
      account({ Name: '<script>alert("1")</script>', Industry: "O'Neill & <Co>" }),
    ]);
    expect(html).to.contain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;').and.not.contain('<script');
    expect(html).to.contain('O&#39;Neill &amp; &lt;Co&gt;');
  });

  it('speaks the language of the user, with its typography and its days', async () => {
    const { html, text } = await show([account(scored)], `/?user=${sophie.username}`);
    expect(html).to.contain('<html lang="fr"').and.contain('<title>Comptes | Rapport</title>');
    expect(text).to.contain('intervalle à 95\u202F%, Wald ajusté');
    expect(text).to.contain('+28 de 0 à 52 36 14 juil. 2026');
  });

  it('can be read in the other language, and keeps that through search and sorting', async () => {
    const { html, text } = await show([account(scored)], `/?user=${helen.username}&lang=fr`);
    expect(html).to.contain('<html lang="fr"');
    expect(text).to.contain('14 juil. 2026');
    expect(html).to.contain('<input type="hidden" name="lang" value="fr" />');
    expect(html).to.match(/class="sort"\s+href="[^"]*lang=fr/);
  });

  it('follows the language of the user who is switched to', async () => {
    const { html } = await show([], `/?user=${helen.username}&lang=fr`);
    const link = `/?user=${encodeURIComponent(sophie.username)}`;
    expect(html).to.contain(`href="${link}"`);
  });

  it('sorts by name unless asked, and says by which column and in which direction', async () => {
    const { html, text } = await show([account(scored), account(scored)]);
    expect(scene?.org.questions[0]?.soql).to.contain('ORDER BY Name ASC NULLS LAST LIMIT 2000');
    expect(html).to.match(/class="head-name"\s+aria-sort="ascending"/);
    expect(html.match(/aria-sort/g)).to.have.length(1);
    expect(text).to.contain('2 accounts · sorted by name');
  });

  it('offers the other direction where a column is already sorted', async () => {
    const { html } = await show([account(scored)], '/?sort=answers');
    expect(scene?.org.questions[0]?.soql).to.contain(
      'ORDER BY Feedback_Answers__c DESC NULLS LAST, Name ASC',
    );
    expect(html).to.contain('title="Sort by answers, fewest first"');
    expect(html).to.contain('sort=answers&amp;order=asc');
  });

  it('ranks one voice behind every score, however low it is', async () => {
    const { text } = await show(
      [
        account({ Name: 'One', Feedback_NPS__c: -100, Feedback_Answers__c: 1 }),
        account({ ...scored, Name: 'Many' }),
        account({ Name: 'None' }),
      ],
      '/?sort=score',
    );
    expect(scene?.org.questions[0]?.soql).to.contain('ORDER BY Feedback_NPS__c ASC NULLS LAST, Name ASC');
    expect(text).to.match(/Many .*One .*None /);
  });

  it('takes no notice of a sort or direction that does not exist', async () => {
    await show([], '/?sort=Id;DROP&order=sideways');
    expect(scene?.org.questions[0]?.soql).to.contain('ORDER BY Name ASC');
  });

  it('searches for just the text that was typed: quotes and wildcards stay text', async () => {
    const { html, text } = await show([], `/?q=${encodeURIComponent(`O'Ne\\il 50%_"<b>`)}`);
    expect(scene?.org.questions[0]?.soql).to.contain(
      String.raw`WHERE Name LIKE '%O\'Ne\\il 50\%\_\"<b>%' ORDER`,
    );
    expect(html).to.contain('value="O&#39;Ne\\il 50%_&quot;&lt;b&gt;"');
    expect(text).to.contain('No account matches').and.contain('Clear search');
  });

  it('says that a user sees no accounts', async () => {
    const { text, status } = await show([]);
    expect(status).to.equal(200);
    expect(text).to.contain('No accounts to show The org has no account that Helen Ward may see.');
  });

  it('says that the list has an end', async () => {
    const records = Array.from({ length: 2000 }, (_, index) =>
      account({ ...scored, Name: `Account ${index}` }),
    );
    const { text } = await show(records);
    expect(text).to.contain('The list holds at most 2,000 accounts.');
  });
});
