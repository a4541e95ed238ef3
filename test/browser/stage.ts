import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { expect } from 'chai';
import { OrgClient } from '../../src/demo/org-client.ts';
import { startDemo } from '../../src/demo/start-demo.ts';
import type { Demo } from '../../src/demo/start-demo.ts';
import type { ComponentSource } from '../../src/preview/account-components.ts';
import { openShadowRoots, startBrowser } from '../support/browser.ts';
import { projectRoot } from '../support/test-org.ts';

/** Who looks at a page: a demo user by part, or any username. */
export interface Looking {
  as?: string;
  /** Name of the account in the demo. */
  at?: string;
  /** Id of the account, where it is known. */
  id?: string;
  /** A record on whose page the cards lie, in place of the account's own. */
  on?: { objectApiName: string; id: string };
  /** More of the query string: `lang=fr`, `locker=1`. */
  query?: string;
  /** Another page server than the demo's. */
  pageUrl?: string;
  width?: number;
  /** What is to be done with the tab before it goes to the page. */
  prepare?: (page: Page) => Promise<void>;
}

/** One browser and one demo, for all tests of the account's page. */
export interface Stage {
  demo: Demo;
  /** What the page is built of, as the demo builds it: a server of its own need not build it again. */
  components: ComponentSource;
  /** The org as its administrator has it in hands. */
  org: OrgClient;
  accountId: (name: string) => Promise<string>;
  /** Opens an account's page in a tab of its own, which is closed after the test, and waits until both cards are filled. */
  open: (looking?: Looking) => Promise<Page>;
  /** The same without waiting for what the cards show. */
  goTo: (looking?: Looking) => Promise<Page>;
  /** Closes this after the last test. */
  closeLater: (close: () => Promise<void>) => void;
}

/** The account of METHOD.md's vector: 19 promoters, 8 passives, 9 detractors. */
export const delacroix = 'Groupe Delacroix Énergie';

/** The parts of the page, by what a reader sees and by which component it is. */
export const cards = { relationship: 'c-rapport-relationship', actions: 'c-rapport-open-actions' } as const;

/**
 * Starts browser and demo before the tests of a `describe`, and stops them after. Each test fails whose page throws an
 * error or complains on the console.
 */
export function useStage(): Stage {
  const stage = {} as Stage;
  const directory = mkdtempSync(join(tmpdir(), 'rapport-browser-'));
  const closers: (() => Promise<void>)[] = [];
  const pages: Page[] = [];
  const problems: string[] = [];
  let context: BrowserContext | undefined;

  before(async () => {
    stage.closeLater = (close) => void closers.push(close);
    const [demo, browser] = await Promise.allSettled([
      startDemo({
        ...{ directory, projectRoot, port: 0, reset: false, clock: () => new Date() },
        // the tests change records, and look at the numbers as they were
        syncEverySeconds: 86_400,
      }),
      startBrowser(),
    ]);
    // what has come up is closed after the tests even if the other has not: mocha would wait for it forever
    if (demo.status === 'fulfilled') closers.push(demo.value.close);
    if (browser.status === 'fulfilled') closers.push(() => browser.value.close());
    if (demo.status === 'rejected') throw demo.reason;
    if (browser.status === 'rejected') throw browser.reason;
    stage.demo = demo.value;
    // one for all tests: what the pages load is kept between them
    context = await browser.value.newContext();
    await context.addInitScript(openShadowRoots);
    stage.org = new OrgClient(stage.demo.orgUrl, stage.demo.accessTokenFor('admin@rapport.example'));
    stage.components = { projectRoot, cacheDirectory: join(directory, 'preview-cache') };
  });
  after(async () => {
    for (const close of closers.splice(0).reverse()) await close();
    rmSync(directory, { recursive: true, force: true });
  });
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.close();
    await context?.setOffline(false);
    expect(problems.splice(0), 'what the page complained of').to.deep.equal([]);
  });

  stage.accountId = async (name) => {
    const text = name.replaceAll("'", "\\'");
    const [account] = await stage.org.query<{ Id: string }>(`SELECT Id FROM Account WHERE Name = '${text}'`);
    if (account === undefined) throw new Error(`The org has no account ${name}.`);
    return account.Id;
  };
  stage.goTo = async ({
    as = 'kam',
    at = delacroix,
    id,
    on,
    query = '',
    pageUrl,
    width = 1280,
    prepare,
  } = {}) => {
    if (context === undefined) throw new Error('The browser has not been started.');
    const page = await context.newPage();
    pages.push(page);
    page.setDefaultTimeout(10_000);
    page.on('pageerror', ({ message }) => problems.push(message));
    page.on('console', (message) => {
      // the browser's own word on a request that failed, which some tests want to fail
      const isOfRequest = message.text().startsWith('Failed to load resource');
      if (message.type() === 'error' && !isOfRequest) problems.push(message.text());
    });
    await page.setViewportSize({ width, height: 900 });
    if (on !== undefined) await placeOn(page, on);
    await prepare?.(page);
    const username = as.includes('@') ? as : `${as}@norvale.example`;
    const url = `${pageUrl ?? stage.demo.pageUrl}/accounts/${id ?? (await stage.accountId(at))}`;
    await page.goto(`${url}?user=${encodeURIComponent(username)}&${query}`);
    return page;
  };
  stage.open = async (looking) => {
    const page = await stage.goTo(looking);
    for (const card of Object.values(cards)) {
      await page.locator(`${card} :is(h3, li)`).first().waitFor();
    }
    return page;
  };
  return stage;
}

/** Tells the page's components that they lie on the page of another record: the preview has pages of accounts only. */
async function placeOn(page: Page, { objectApiName, id }: NonNullable<Looking['on']>): Promise<void> {
  await page.route(/\/accounts\//, async (route) => {
    const response = await route.fetch();
    const text = await response.text();
    const body = text
      .replace(/(&quot;recordId&quot;:&quot;)\w+/, `$1${id}`)
      .replace('objectApiName&quot;:&quot;Account', `objectApiName&quot;:&quot;${objectApiName}`);
    await route.fulfill({ response, body });
  });
}

/** What a card shows under its title: in Rapport's element, or in the plain component. */
export function bodyOf(page: Page, card: keyof typeof cards): Locator {
  return page.locator(`${cards[card]} :is(.body, c-rapport-plain-${card})`);
}

/** What a card says, as one line with plain spaces. */
export async function textOf(page: Page, card: keyof typeof cards): Promise<string> {
  return (await bodyOf(page, card).innerText()).replaceAll(/\s+/g, ' ').trim();
}
