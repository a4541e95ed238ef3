import { expect } from 'chai';
import { makePlannedAccount } from './records.ts';
import { bodyOf, textOf } from './stage.ts';
import type { Stage } from './stage.ts';

/** Marking actions done, as a reader does it and as the org has it afterwards. */
export function describeCompletion(stage: Stage): void {
  describe('marks an action done', () => {
    const subjects = ['Call the plant manager', 'Send the new price list', 'Visit the site'];

    it('in the org: its row goes, a toast says so, and the others stay open', async () => {
      const account = await makePlannedAccount(stage.org, 'Completing Ltd', subjects);
      const page = await stage.open({ as: 'rep', id: account.id, query: 'lang=en' });
      await page.getByRole('button', { name: 'Mark done: Send the new price list' }).click();
      await page.locator('[data-toasts]').getByText('“Send the new price list” is done.').waitFor();
      await page.getByText('Send the new price list', { exact: true }).waitFor({ state: 'detached' });
      expect(await account.statuses()).to.deep.equal({
        'Call the plant manager': 'Open',
        'Send the new price list': 'Done',
        'Visit the site': 'Open',
      });
      const [done] = await stage.org.query<{ Completed_At__c: string; LastModifiedBy: { Username: string } }>(
        `SELECT Completed_At__c, LastModifiedBy.Username FROM Feedback_Action__c WHERE Name = 'Send the new price list' AND Action_Plan__r.Account__c = '${account.id}'`,
      );
      expect(Date.parse(done?.Completed_At__c ?? '')).to.be.closeTo(Date.now(), 60_000);
      expect(done?.LastModifiedBy.Username).to.equal('rep@norvale.example');

      await page.reload();
      await page.getByText('Visit the site').waitFor();
      expect(await textOf(page, 'actions')).to.not.include('price list');
    });

    it('to the last: then the card says that nothing is left to do', async () => {
      const account = await makePlannedAccount(stage.org, 'Last Action Ltd', subjects.slice(0, 1));
      const page = await stage.open({ id: account.id });
      await page.getByRole('button', { name: 'Mark done: Call the plant manager' }).click();
      await bodyOf(page, 'actions').getByText('No open actions').waitFor();
      expect(await account.statuses()).to.deep.equal({ 'Call the plant manager': 'Done' });
    });
  });

  describe('where custom elements are blocked', () => {
    const query = 'locker=1';

    it('has none of the elements, and shows the same facts', async () => {
      const [page, plain] = [await stage.open(), await stage.open({ query })];
      expect(await page.locator('rapport-relationship-card, rapport-open-actions').count()).to.equal(2);
      expect(await plain.locator('rapport-relationship-card, rapport-open-actions').count()).to.equal(0);
      const facts = [
        ...['+28', '95% interval: 0 to 52', '36 answers', 'Promoters 19', 'Passives 8', 'Detractors 9'],
        ...['Silent 17', 'All current answers alike', '95% interval, adjusted Wald', 'Last 365 days'],
      ];
      const actions = ['Chiffrer l’export des comptes rendus', 'Tester l’échange sur le site de Givors'];
      for (const one of [page, plain]) {
        const said = `${await textOf(one, 'relationship')} ${await textOf(one, 'actions')}`;
        for (const fact of [...facts, ...actions]) expect(said).to.include(fact);
      }
    });

    it('marks an action done in the org', async () => {
      const account = await makePlannedAccount(stage.org, 'Plain Ltd', [
        'Call the plant manager',
        'Visit the site',
      ]);
      const page = await stage.open({ id: account.id, query });
      await page.getByRole('button', { name: 'Mark done: Call the plant manager' }).click();
      await page.getByText('“Call the plant manager” is done.').waitFor();
      await bodyOf(page, 'actions').getByText('Call the plant manager').waitFor({ state: 'detached' });
      expect(await account.statuses()).to.deep.equal({
        'Call the plant manager': 'Done',
        'Visit the site': 'Open',
      });
    });
  });
}
