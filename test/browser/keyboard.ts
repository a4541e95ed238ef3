import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { makePlannedAccount } from './records.ts';
import { bodyOf } from './stage.ts';
import type { Stage } from './stage.ts';

/** Name of what the keyboard is at, through all shadow roots; empty where it is at nothing. */
async function focusedName(page: Page): Promise<string> {
  const name = await page.evaluate<string>(`(() => {
    let focused = document.activeElement;
    while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
    return focused === document.body ? '' : (focused?.ariaLabel ?? focused?.textContent ?? '');
  })()`);
  return name.replaceAll(/\s+/g, ' ').trim();
}

/** Presses Tab until the keyboard is at something, from the start of the page. */
async function tabTo(page: Page, name: string): Promise<string[]> {
  const passed: string[] = [];
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press('Tab');
    passed.push(await focusedName(page));
    if (passed.at(-1) === name) return passed;
  }
  throw new Error(`The keyboard does not come to ${name}: ${passed.join(' > ')}`);
}

/** The page without a mouse. */
export function describeKeyboard(stage: Stage): void {
  const named = (subject: string) => `Mark done: ${subject}`;
  const isDone = async (page: Page, subject: string) =>
    bodyOf(page, 'actions').getByText(subject, { exact: true }).waitFor({ state: 'detached' });

  describe('by keyboard alone', () => {
    it('every action can be reached in its order, and marked done; the keyboard goes on to the next', async () => {
      const subjects = ['First', 'Second', 'Third'];
      const account = await makePlannedAccount(stage.org, 'Keyboard Ltd', subjects);
      const page = await stage.open({ id: account.id });
      const passed = await tabTo(page, named('Third'));
      expect(passed.slice(-3)).to.deep.equal(subjects.map(named));
      expect(passed).to.include('All accounts');

      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Enter');
      await isDone(page, 'Second');
      expect(await focusedName(page)).to.equal(named('Third'));
      await page.keyboard.press('Space');
      await isDone(page, 'Third');
      expect(await focusedName(page)).to.equal(named('First'));
      await page.keyboard.press('Enter');
      await bodyOf(page, 'actions').getByText('No open actions').waitFor();
      expect(await focusedName(page)).to.include('No open actions');
      expect(await account.statuses()).to.deep.equal({ First: 'Done', Second: 'Done', Third: 'Done' });
    });

    it('a key that is pressed twice marks one action done, not the next one as well', async () => {
      const account = await makePlannedAccount(stage.org, 'Twice Ltd', ['First', 'Second']);
      const page = await stage.open({ id: account.id });
      const held = Promise.withResolvers<void>();
      await page.route('**/graphql', async (route) => {
        await held.promise;
        await route.continue();
      });
      await tabTo(page, named('First'));
      await page.keyboard.press('Enter');
      await bodyOf(page, 'actions').getByRole('button', { name: 'Saving…: First' }).waitFor();
      expect(await focusedName(page)).to.equal('Saving…: First');
      await page.keyboard.press('Enter');
      held.resolve();
      await isDone(page, 'First');
      expect(await account.statuses()).to.deep.equal({ First: 'Done', Second: 'Open' });
    });

    it('what has become of an action is told to screen readers', async () => {
      const account = await makePlannedAccount(stage.org, 'Told Ltd', ['First', 'Second']);
      const page = await stage.open({ id: account.id });
      const status = page.locator('rapport-open-actions [role=status]');
      expect(await status.textContent(), 'what was said while it was loading is over').to.equal('');
      await tabTo(page, named('First'));
      await page.keyboard.press('Enter');
      await status.getByText('“First” is done.').waitFor();
    });
  });
}
