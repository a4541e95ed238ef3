import { expect } from 'chai';
import { startPreview } from '../../src/preview/start-preview.ts';
import { makeUser } from './records.ts';
import { textOf } from './stage.ts';
import type { Stage } from './stage.ts';

const stranger = 'stranger@norvale.example';

/** What those see who may not see everything. */
export function describeRights(stage: Stage): void {
  describe('shows no more than a user may see', () => {
    let pageUrl: string;

    before(async () => {
      await makeUser(stage.org, stranger);
      const preview = await startPreview({
        orgUrl: stage.demo.orgUrl,
        users: [{ username: stranger, name: 'Alex Winter', role: 'Buyer', language: 'en' }],
        accessTokenFor: stage.demo.accessTokenFor,
        port: 0,
        clock: () => new Date(),
        components: stage.components,
      });
      stage.closeLater(preview.close);
      pageUrl = preview.url;
    });

    it('to one without rights: what to ask for, not an error, and not a zero', async () => {
      const page = await stage.open({ as: stranger, pageUrl });
      expect(await textOf(page, 'relationship')).to.equal(
        'You cannot see relationship scores Ask your administrator for a permission set such as “Feedback: Sales Rep”.',
      );
      expect(await textOf(page, 'actions')).to.equal(
        'You cannot see action plans Ask your administrator for a permission set such as “Feedback: Sales Rep”.',
      );
    });

    it('to one without rights where custom elements are blocked: the same words', async () => {
      const page = await stage.open({ as: stranger, pageUrl, query: 'locker=1' });
      expect(await textOf(page, 'relationship')).to.include('You cannot see relationship scores');
      expect(await textOf(page, 'actions')).to.include('Feedback: Sales Rep');
    });
  });
}
