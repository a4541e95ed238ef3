import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startDemo } from '../src/demo/start-demo.ts';
import { openShadowRoots, startBrowser } from '../test/support/browser.ts';

/*
 * Takes the README's pictures: `npm run screenshot`. The demo starts anew on free ports, and its day is the same each
 * time, so that a picture changes only when what it shows does.
 */

const projectRoot = fileURLToPath(new URL('..', import.meta.url));
const pictures = join(projectRoot, 'docs', 'screenshots');
/** The day on which the demo's files are written, at ten in the morning in Berlin. */
const now = new Date('2026-06-30T08:00:00Z');
const username = 'kam@norvale.example';
const accountName = 'Hawthorne & Pryce Foods Ltd';
const size = { width: 1280, height: 900 };

const directory = await mkdtemp(join(tmpdir(), 'rapport-screenshot-'));
const closers = [() => rm(directory, { recursive: true, force: true })];
try {
  const demo = await startDemo({ directory, projectRoot, port: 0, reset: false, clock: () => now });
  closers.push(demo.close);
  const browser = await startBrowser();
  closers.push(() => browser.close());
  await mkdir(pictures, { recursive: true });

  const page = await browser.newPage({ viewport: size, deviceScaleFactor: 1, reducedMotion: 'reduce' });
  await page.clock.setFixedTime(now);
  await page.addInitScript(openShadowRoots);
  await page.goto(`${demo.pageUrl}/?user=${username}`);
  await page.screenshot({ path: join(pictures, 'accounts.png') });

  await page.getByRole('link', { name: accountName }).click();
  await page.locator('rapport-relationship-card .interval').waitFor();
  await page.locator('rapport-open-actions .row').first().waitFor();
  // the icons of the design system come as one file of their own
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: join(pictures, 'account-page.png'), fullPage: true });
} finally {
  for (const close of closers.reverse()) await close();
}
