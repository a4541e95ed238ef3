import { expect } from 'chai';
import { OrgClient } from '../../src/demo/org-client.ts';
import { netPromoterInterval, netPromoterScore, total } from '../../src/scoring/net-promoter-score.ts';
import type { CategoryCounts } from '../../src/scoring/net-promoter-score.ts';
import { integrationUser } from '../support/test-org.ts';
import { change, make } from './records.ts';
import { bodyOf, cards, delacroix, textOf } from './stage.ts';
import type { Stage } from './stage.ts';

const noon = '2026-06-30T10:00:00.000Z';

/** The numbers of the relationship, from the org to the eyes of the reader. */
export function describeNumbers(stage: Stage): void {
  /** Makes an account whose numbers are written by the integration user, as the sync writes them. */
  const makeScored = async (
    name: string,
    counts: CategoryCounts,
    silent: number,
    windowDays: number | null = null,
  ): Promise<string> => {
    const id = await make(stage.org, 'Account', { Name: name });
    const interval = netPromoterInterval(counts);
    const integration = new OrgClient(stage.demo.orgUrl, stage.demo.accessTokenFor(integrationUser));
    await change(integration, 'Account', id, {
      Feedback_NPS__c: netPromoterScore(counts) ?? null,
      Feedback_NPS_Lower__c: interval?.lower ?? null,
      Feedback_NPS_Upper__c: interval?.upper ?? null,
      Feedback_Answers__c: total(counts),
      Feedback_Promoters__c: counts.promoters,
      Feedback_Passives__c: counts.passives,
      Feedback_Detractors__c: counts.detractors,
      Feedback_Silent__c: silent,
      Feedback_Last_Answer__c: total(counts) > 0 ? noon : null,
      Feedback_Scored_At__c: noon,
      Feedback_Window_Days__c: windowDays,
    });
    return id;
  };

  describe('shows the relationship', () => {
    it('to the rep, in French: the vector of METHOD.md is +28, from 0 to 52, of 36 answers', async () => {
      const page = await stage.open({ as: 'rep' });
      const [silent] = await stage.org.query<{ Feedback_Silent__c: number }>(
        `SELECT Feedback_Silent__c FROM Account WHERE Name = '${delacroix}'`,
      );
      expect(await page.locator('html').getAttribute('lang')).to.equal('fr');
      const text = await textOf(page, 'relationship');
      expect(text).to.include('NPS relationnel +28 Intervalle à 95 % : de 0 à 52 36 réponses');
      expect(text).to.include(
        `Promoteurs 19 Passifs 8 Détracteurs 9 Silencieux ${silent?.Feedback_Silent__c} `,
      );
      expect(text).to.include(
        'Toutes les réponses actuelles, à poids égal Intervalle à 95 %, Wald ajusté 365 derniers jours',
      );
    });

    it('to the key account manager, in English', async () => {
      const page = await stage.open({ as: 'kam' });
      const text = await textOf(page, 'relationship');
      expect(text).to.include('Relationship NPS +28 95% interval: 0 to 52 36 answers');
      expect(text).to.include('Promoters 19 Passives 8 Detractors 9');
      expect(text).to.include('All current answers alike 95% interval, adjusted Wald Last 365 days');
    });

    it('with its interval drawn where it is, not where it is rounded to', async () => {
      const page = await stage.open();
      const bar = page.locator(`${cards.relationship} .interval .bar`);
      const path = (await bar.getAttribute('d')) ?? '';
      const [lower = NaN, upper = NaN] = (/^M(\S+) 7H(.+)V21H\1z$/.exec(path) ?? []).slice(1).map(Number);
      expect(lower, path).to.be.closeTo(-0.4415, 0.001);
      expect(upper, path).to.be.closeTo(51.7235, 0.001);
      const boxes = await Promise.all([bar, page.locator('.interval')].map((one) => one.boundingBox()));
      const [barWidth = 0, wholeWidth = 1] = boxes.map((box) => box?.width);
      expect(barWidth / wholeWidth).to.be.closeTo(52.16 / 200, 0.02);
    });

    it('of an account without answers: nothing that could be read as a score', async () => {
      const id = await make(stage.org, 'Account', { Name: 'Nobody Asked Ltd' });
      const page = await stage.open({ id });
      expect(await textOf(page, 'relationship')).to.equal(
        'No answers yet Nobody at this account has answered a relationship survey.',
      );
      expect(await textOf(page, 'actions')).to.include('No open actions');
    });

    it('of an account whose answers have left the window, with the people who are silent', async () => {
      const id = await makeScored('Long Ago Ltd', { promoters: 0, passives: 0, detractors: 0 }, 7);
      expect(await textOf(await stage.open({ id }), 'relationship')).to.equal(
        'No current answers Nobody at this account has answered in the last 365 days. 7 contacts were asked and are silent.',
      );
    });

    it('with the window of the score as the sync wrote it', async () => {
      const answered = await makeScored('Half Ltd', { promoters: 9, passives: 3, detractors: 1 }, 0, 180);
      expect(await textOf(await stage.open({ id: answered }), 'relationship')).to.include('Last 180 days');
      const silent = await makeScored(
        'Half Silent Ltd',
        { promoters: 0, passives: 0, detractors: 0 },
        1,
        180,
      );
      expect(await textOf(await stage.open({ id: silent }), 'relationship')).to.include(
        'in the last 180 days',
      );
    });

    it('of an account with one answer: one voice, not a score', async () => {
      const id = await makeScored('One Voice Ltd', { promoters: 1, passives: 0, detractors: 0 }, 2);
      const page = await stage.open({ id });
      const text = await textOf(page, 'relationship');
      expect(text).to.include('One voice A single answer is not a score. Promoters 1 Silent 2');
      expect(text).to.not.match(/NPS|interval|[+]/);
      expect(await page.locator(`${cards.relationship} svg.person`).count()).to.equal(3);
    });

    it('of an account with three answers: people, and the score quietly, with its interval', async () => {
      const id = await makeScored('Three Voices Ltd', { promoters: 3, passives: 0, detractors: 0 }, 0);
      const page = await stage.open({ id });
      expect(await textOf(page, 'relationship')).to.include(
        '3 answers Too few voices for a score that can be compared. Promoters 3 Relationship NPS +100 95% interval: \u22127 to 100',
      );
      expect(await page.locator(`${cards.relationship} svg.person`).count()).to.equal(3);
    });

    it('of an account with 1,000 answers and 12,345 silent contacts, within the card', async () => {
      const id = await makeScored(
        'A Thousand Ltd',
        { promoters: 700, passives: 200, detractors: 100 },
        12_345,
      );
      const page = await stage.open({ id, width: 320 });
      const text = await textOf(page, 'relationship');
      expect(text).to.include('Relationship NPS +60 95% interval: 56 to 64 1,000 answers');
      expect(text).to.include('Promoters 700 Passives 200 Detractors 100 Silent 12,345');
      const [inner, outer] = await bodyOf(page, 'relationship').evaluate((body) => {
        const { scrollWidth, clientWidth } = body as unknown as Record<string, number>;
        return [scrollWidth, clientWidth];
      });
      expect(inner).to.be.greaterThan(200).and.to.equal(outer);
    });
  });
}
