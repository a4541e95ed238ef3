import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { make, makePlannedAccount } from './records.ts';
import type { Looking, Stage } from './stage.ts';

const script = readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** Rules of WCAG 2.2 AA, and what axe holds to be good practice. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Nodes of Rapport's elements and of the plain components, by the path on which axe finds them. */
const inElements = /(?<!c-)rapport-(relationship-card|open-actions)/;
const inPlainComponents = /c-rapport-plain-/;

/**
 * Lets axe look at the whole page, shadow roots and all.
 * @returns what it complains of, and where the nodes are that some rule was applied to
 */
async function examine(page: Page): Promise<{ violations: string[]; checked: string[] }> {
  // evaluated, not added as a script: the page's security policy has no place for a foreign one
  await page.evaluate(await script);
  const options = JSON.stringify({ runOnly: { type: 'tag', values: tags } });
  const { violations, passes } = await page.evaluate<AxeResults>(`axe.run(document, ${options})`);
  const nodes = [...passes, ...violations].flatMap((rule) => rule.nodes);
  return {
    checked: [...new Set(nodes.map(({ target }) => JSON.stringify(target)))],
    violations: violations.flatMap((rule) =>
      rule.nodes.map(
        ({ target, failureSummary }) => `${rule.id}: ${JSON.stringify(target)} ${failureSummary}`,
      ),
    ),
  };
}

/** What axe has to say of the page. */
export function describeAccessibility(stage: Stage): void {
  describe('has nothing that axe complains about', () => {
    const views: [name: string, looking: Looking, place: RegExp, fewest: number][] = [
      ['in English', { as: 'kam' }, inElements, 40],
      ['in French', { as: 'rep' }, inElements, 40],
      ['on a screen of 320 pixels', { width: 320 }, inElements, 40],
      ['where people are drawn in place of a score', { at: 'Ångström Kraft AB' }, inElements, 40],
      ['of an account without answers', { at: 'Vandermeer Scheepsbouw B.V.' }, inElements, 12],
      ['where custom elements are blocked', { query: 'locker=1' }, inPlainComponents, 30],
    ];
    for (const [name, looking, place, fewest] of views) {
      it(name, async () => {
        const { violations, checked } = await examine(await stage.open(looking));
        expect(violations).to.deep.equal([]);
        expect(checked).to.have.length.of.at.least(100);
        expect(checked.filter((path) => place.test(path))).to.have.length.of.at.least(fewest);
      });
    }

    it('of a contact without an account', async () => {
      const id = await make(stage.org, 'Contact', { LastName: 'Alone' });
      const { violations, checked } = await examine(
        await stage.open({ on: { objectApiName: 'Contact', id } }),
      );
      expect(violations).to.deep.equal([]);
      expect(checked.filter((path) => inElements.test(path))).to.have.length.of.at.least(8);
    });

    it('under the mouse, when an action could not be saved', async () => {
      const { id } = await makePlannedAccount(stage.org, 'Accessible Ltd', ['First']);
      const page = await stage.open({ id });
      await page.context().setOffline(true);
      await page.getByRole('button', { name: 'Mark done: First' }).click();
      await page.getByText('Not saved.', { exact: true }).waitFor();
      const { violations, checked } = await examine(page);
      expect(violations).to.deep.equal([]);
      expect(checked.filter((path) => inElements.test(path))).to.have.length.of.at.least(12);
    });
  });
}
