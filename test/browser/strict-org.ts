import { expect } from 'chai';
import { OrgClient } from '../../src/demo/org-client.ts';
import { startPreview } from '../../src/preview/start-preview.ts';
import { startTestOrg } from '../support/test-org.ts';
import { change, make, makePlannedAccount, makeUser } from './records.ts';
import { bodyOf, textOf } from './stage.ts';
import type { Stage } from './stage.ts';

const users = ['kam', 'reader'].map((name) => ({
  username: `${name}@norvale.example`,
  name,
  role: 'Colleague',
  language: 'en',
}));

/** The page in an org that has rules and permission sets of its own. */
export function describeStrictOrg(stage: Stage): void {
  describe('in an org with rules of its own', () => {
    let org: OrgClient;
    let pageUrl: string;

    before(async () => {
      const { localOrg, close } = await startTestOrg(() => new Date());
      stage.closeLater(close);
      await localOrg.org.deploy(new URL('../support/strict-actions', import.meta.url).pathname);
      org = new OrgClient(localOrg.url, localOrg.issueSession('admin@rapport.example'));
      const preview = await startPreview({
        orgUrl: localOrg.url,
        users,
        accessTokenFor: localOrg.issueSession,
        port: 0,
        clock: () => new Date(),
        components: stage.components,
      });
      stage.closeLater(preview.close);
      pageUrl = preview.url;
    });

    for (const query of ['', 'locker=1']) {
      const where = query === '' ? '' : ', also where custom elements are blocked';
      it(`says at an action why it could not be marked done: it stays, and can be tried again${where}`, async () => {
        const account = await makePlannedAccount(org, 'Strict Ltd', ['Audit the gate', 'Brief the crew']);
        const page = await stage.open({ id: account.id, pageUrl, query });
        const button = page.getByRole('button', { name: 'Mark done: Audit the gate' });
        await button.click();
        const row = bodyOf(page, 'actions').getByRole('listitem').filter({ hasText: 'Audit the gate' });
        await row.getByText('Attach the audit report before this action is marked done.').waitFor();
        expect(await row.innerText()).to.include('Not saved.');
        expect(await page.locator('[data-toasts] > *').count()).to.equal(0);
        expect(await account.statuses()).to.deep.equal({
          'Audit the gate': 'Open',
          'Brief the crew': 'Open',
        });

        await change(org, 'Feedback_Action__c', account.actionIds[0] ?? '', { Name: 'Walk the gate' });
        await button.click();
        await row.waitFor({ state: 'detached' });
        expect(await account.statuses()).to.deep.equal({ 'Walk the gate': 'Done', 'Brief the crew': 'Open' });
        expect(await textOf(page, 'actions')).to.include('Brief the crew');
      });
    }

    it('shows actions without a button to one who may read them and not change them', async () => {
      const assigneeId = await makeUser(org, 'reader@norvale.example');
      const [set] = await org.query<{ Id: string }>(
        "SELECT Id FROM PermissionSet WHERE Name = 'Action_Reader'",
      );
      await make(org, 'PermissionSetAssignment', { AssigneeId: assigneeId, PermissionSetId: set?.Id });
      const { id } = await makePlannedAccount(org, 'Readers Ltd', ['Look, do not touch']);
      const page = await stage.open({ as: 'reader', pageUrl, id });
      expect(await textOf(page, 'actions')).to.include('Look, do not touch');
      expect(await textOf(page, 'relationship')).to.include('You cannot see relationship scores');
      expect(await bodyOf(page, 'actions').getByRole('button').count()).to.equal(0);
    });
  });
}
