import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { startPreview } from '../../src/preview/start-preview.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import { change, make, makePlannedAccount } from './records.ts';
import type { PlannedAccount } from './records.ts';
import { bodyOf, cards, delacroix, textOf } from './stage.ts';
import type { Stage } from './stage.ts';

const kam = { username: 'kam@norvale.example', name: 'Martin Keller', role: 'KAM', language: 'en' };

/** The two cards on pages of records that belong to an account. */
export function describeOtherRecords(stage: Stage): void {
  /** What stands between the title of a card and its body: the name of the account; empty where there is none. */
  const accountNamedBy = async (page: Page, card: keyof typeof cards): Promise<string> =>
    (
      await page.locator(`${cards[card]} p.slds-text-color_weak.slds-m-bottom_x-small`).allInnerTexts()
    ).join();
  const bothSay = async (page: Page): Promise<string> =>
    `${await textOf(page, 'relationship')} | ${await textOf(page, 'actions')}`;

  describe('on the page of a record that belongs to an account', () => {
    let planned: PlannedAccount;
    const records: Record<string, string> = {};

    before(async () => {
      planned = await makePlannedAccount(stage.org, 'Owning Ltd', ['Call back', 'Send the report']);
      const AccountId = planned.id;
      records['Contact'] = await make(stage.org, 'Contact', { LastName: 'Ford', AccountId });
      records['Opportunity'] = await make(stage.org, 'Opportunity', {
        ...{ AccountId, Name: 'Renewal', StageName: 'Prospecting', CloseDate: '2999-01-01' },
      });
      records['Case'] = await make(stage.org, 'Case', { AccountId, Subject: 'Late delivery' });
      const [plan] = await stage.org.query<{ Id: string }>(
        `SELECT Id FROM Feedback_Action_Plan__c WHERE Account__c = '${AccountId}'`,
      );
      records['Feedback_Action_Plan__c'] = plan?.Id ?? '';
    });

    for (const objectApiName of ['Contact', 'Opportunity', 'Case', 'Feedback_Action_Plan__c']) {
      it(`shows the relationship and the open actions of its account, by name (${objectApiName})`, async () => {
        const page = await stage.open({ on: { objectApiName, id: records[objectApiName] ?? '' } });
        expect(await accountNamedBy(page, 'relationship')).to.equal('Owning Ltd');
        expect(await accountNamedBy(page, 'actions')).to.equal('Owning Ltd');
        expect(await textOf(page, 'relationship')).to.include('No answers yet');
        expect(await textOf(page, 'actions')).to.match(/Call back.+Send the report/);
      });
    }

    it('shows the score with all that belongs to it, also where custom elements are blocked', async () => {
      const AccountId = await stage.accountId(delacroix);
      const id = await make(stage.org, 'Contact', { LastName: 'Delacroix', AccountId });
      for (const query of ['', 'locker=1']) {
        const page = await stage.open({ at: 'Owning Ltd', on: { objectApiName: 'Contact', id }, query });
        expect(await accountNamedBy(page, 'relationship')).to.equal(delacroix);
        const said = await textOf(page, 'relationship');
        for (const fact of ['+28', '95% interval: 0 to 52', '36 answers', 'Last 365 days'])
          expect(said).to.include(fact);
      }
    });

    it('marks an action done', async () => {
      const page = await stage.open({
        on: { objectApiName: 'Opportunity', id: records['Opportunity'] ?? '' },
      });
      await page.getByRole('button', { name: 'Mark done: Send the report' }).click();
      await page.locator('[data-toasts]').getByText('“Send the report” is done.').waitFor();
      expect(await planned.statuses()).to.deep.equal({ 'Call back': 'Open', 'Send the report': 'Done' });
    });

    it('says when the account could not be asked for, and shows everything at the next try', async () => {
      let isGone = false;
      const proxy = await startFaultProxy(stage.demo.orgUrl, () => (isGone ? 'beforeOrg' : 'none'));
      stage.closeLater(proxy.close);
      const preview = await startPreview({
        orgUrl: proxy.url,
        users: [kam],
        accessTokenFor: stage.demo.accessTokenFor,
        port: 0,
        clock: () => new Date(),
        components: stage.components,
      });
      stage.closeLater(preview.close);
      const prepare = async (tab: Page) => {
        await tab.route('**/graphql', async (route) => {
          isGone = true;
          await route.continue();
        });
      };
      const on = { objectApiName: 'Case', id: records['Case'] ?? '' };
      const page = await stage.goTo({ pageUrl: preview.url, on, prepare });
      await bodyOf(page, 'relationship').getByText('could not be loaded').first().waitFor();
      await bodyOf(page, 'actions').getByText('could not be loaded').first().waitFor();
      await page.unroute('**/graphql');
      isGone = false;
      for (const card of ['relationship', 'actions'] as const)
        await bodyOf(page, card).getByRole('button', { name: 'Try again' }).click();
      await bodyOf(page, 'relationship').getByText('No answers yet').waitFor();
      await bodyOf(page, 'actions').getByText('Call back', { exact: true }).waitFor();
    });
  });

  describe('on the page of a record without an account', () => {
    const looks: [query: string, words: string][] = [
      [
        'lang=en',
        'No account Link this record to an account to see the relationship with it. | ' +
          'No account Link this record to an account to see its open actions.',
      ],
      [
        'lang=fr',
        'Aucun compte Rattachez cet enregistrement à un compte pour voir la relation avec ce compte. | ' +
          'Aucun compte Rattachez cet enregistrement à un compte pour voir les actions ouvertes de ce compte.',
      ],
    ];
    for (const [query, words] of looks) {
      for (const locker of ['', '&locker=1']) {
        it(`says so, and what to do (${query}${locker})`, async () => {
          const id = await make(stage.org, 'Contact', { LastName: 'Private' });
          const page = await stage.open({ on: { objectApiName: 'Contact', id }, query: query + locker });
          expect(await bothSay(page)).to.equal(words);
          expect(await accountNamedBy(page, 'relationship')).to.equal('');
        });
      }
    }

    it('shows the account once the record has one', async () => {
      const id = await make(stage.org, 'Case', { Subject: 'From nobody' });
      const on = { objectApiName: 'Case', id };
      expect(await bothSay(await stage.open({ on }))).to.include('No account');
      await change(stage.org, 'Case', id, { AccountId: await stage.accountId('Owning Ltd') });
      const page = await stage.open({ on });
      expect(await accountNamedBy(page, 'actions')).to.equal('Owning Ltd');
    });
  });

  it('asks nothing more on the page of an account than on it was asked before: three questions', async () => {
    const asked: string[] = [];
    const prepare = async (tab: Page) => {
      tab.on('request', (request) => {
        if (!request.url().endsWith('/graphql')) return;
        const { query } = request.postDataJSON() as { query: string };
        asked.push(/query (\w+)/.exec(query)?.[1] ?? '');
      });
    };
    const page = await stage.open({ prepare });
    expect(await accountNamedBy(page, 'relationship')).to.equal('');
    expect(asked.sort()).to.deep.equal(['actionRights', 'openActions', 'relationship']);
  });
}
