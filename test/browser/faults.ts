import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { startPreview } from '../../src/preview/start-preview.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import { makePlannedAccount } from './records.ts';
import { bodyOf, textOf } from './stage.ts';
import type { Stage } from './stage.ts';

const kam = { username: 'kam@norvale.example', name: 'Martin Keller', role: 'KAM', language: 'en' };
const now = (): Date => new Date();

/** What is shown when the org refuses, or is gone. */
export function describeFaults(stage: Stage): void {
  describe('says what went wrong', () => {
    for (const query of ['', 'locker=1']) {
      const where = query === '' ? '' : ', also where custom elements are blocked';
      it(`when the connection is lost while an action is saved: it stays, and is saved at the next try${where}`, async () => {
        const account = await makePlannedAccount(stage.org, `Offline Ltd ${query}`, ['Call back']);
        const page = await stage.open({ id: account.id, query });
        const button = page.getByRole('button', { name: 'Mark done: Call back' });
        await page.context().setOffline(true);
        await button.click();
        const row = bodyOf(page, 'actions').getByRole('listitem').filter({ hasText: 'Call back' });
        await row.getByText('The org cannot be reached').waitFor();
        expect(await account.statuses()).to.deep.equal({ 'Call back': 'Open' });
        await page.context().setOffline(false);
        await button.click();
        await bodyOf(page, 'actions').getByText('No open actions').waitFor();
        expect(await account.statuses()).to.deep.equal({ 'Call back': 'Done' });
      });

      it(`when the org is gone as the page loads, and shows everything when it is back${where}`, async () => {
        let isGone = false;
        const proxy = await startFaultProxy(stage.demo.orgUrl, () => (isGone ? 'beforeOrg' : 'none'));
        stage.closeLater(proxy.close);
        const preview = await startPreview({
          orgUrl: proxy.url,
          users: [kam],
          accessTokenFor: stage.demo.accessTokenFor,
          port: 0,
          clock: now,
          components: stage.components,
        });
        stage.closeLater(preview.close);
        // the page itself comes, and the org goes before its components ask
        const prepare = async (tab: Page) => {
          await tab.route(
            '**/graphql',
            async (route) => {
              isGone = true;
              await route.continue();
            },
            { times: 1 },
          );
        };
        const page = await stage.goTo({ pageUrl: preview.url, query, prepare });
        for (const [card, title] of [
          ['relationship', 'The relationship score could not be loaded'],
          ['actions', 'The open actions could not be loaded'],
        ] as const) {
          const body = bodyOf(page, card);
          await body.getByText(title).waitFor();
          expect(await textOf(page, card)).to.include('Try again in a moment.');
          isGone = true;
          await body.getByRole('button', { name: 'Try again' }).click();
          await body.getByText(title).waitFor();
          isGone = false;
          await body.getByRole('button', { name: 'Try again' }).click();
          await body.getByText(title).waitFor({ state: 'detached' });
        }
        await bodyOf(page, 'relationship').getByText('+28').waitFor();
        await bodyOf(page, 'actions').getByText('Tester l’échange sur le site de Givors').waitFor();
      });
    }
  });
}
