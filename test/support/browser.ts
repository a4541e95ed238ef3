import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { unpackBrowser } from './packaged-browser.ts';

const cacheDirectory = fileURLToPath(new URL('../../node_modules/.cache/rapport-browser', import.meta.url));

/** What Chromium and Chrome are called on the path, the first one wins. */
const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Where they are on machines that have no such command. */
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ...['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((name) =>
    join(process.env[name] ?? '', 'Google', 'Chrome', 'Application', 'chrome.exe'),
  ),
];

/** A page of the tests is trusted, and nothing but the test may make a request. */
const flags = [
  '--no-sandbox',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-dev-shm-usage',
  '--font-render-hinting=none',
];

/**
 * Starts a browser without a window: the one that RAPPORT_BROWSER names by its path, else the machine's Chromium or
 * Chrome, else the one that comes as a package; `RAPPORT_BROWSER=packaged` takes that one in any case.
 * @throws Error that says what to install where there is none
 */
export async function startBrowser(): Promise<Browser> {
  const { executablePath, env } = await findBrowser(process.env['RAPPORT_BROWSER']);
  return chromium.launch({ executablePath, args: flags, env: { ...process.env, ...env } });
}

async function findBrowser(
  chosen: string | undefined,
): Promise<{ executablePath: string; env?: Record<string, string> }> {
  if (chosen && chosen !== 'packaged') {
    if (existsSync(chosen)) return { executablePath: chosen };
    throw new Error(`RAPPORT_BROWSER names ${chosen}, where there is no browser.`);
  }
  const installed = chosen === 'packaged' ? undefined : installedBrowser();
  if (installed !== undefined) return { executablePath: installed };
  try {
    return await unpackBrowser(cacheDirectory);
  } catch (cause) {
    const help = 'Install Chromium or Chrome, or set RAPPORT_BROWSER to the path of one.';
    throw new Error(`There is no browser for the tests. ${help}`, { cause });
  }
}

function installedBrowser(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const named = folders.flatMap((folder) => commands.map((command) => join(folder, command)));
  return [...named, ...places].find((path) => existsSync(path));
}

/**
 * Makes every shadow root of a page an open one, for tests to look into; the code of the page stays as it is deployed.
 * To run in the page before any script of it.
 */
export const openShadowRoots = `
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (options) {
    return attachShadow.call(this, { ...options, mode: 'open' });
  };
`;
