import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import { installDefaults } from '../installation/install-defaults.ts';
import { importInvitations, importResponses } from '../intake/import-file.ts';
import type { ImportReport } from '../intake/import-file.ts';
import { invitationMapping, readMapping, responseMapping } from '../intake/mapping.ts';
import { requireFreePort } from '../local-org/http/free-port.ts';
import { startLocalOrg } from '../local-org/start.ts';
import type { LocalOrg } from '../local-org/start.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { openSqliteOutbox } from '../outbox/sqlite-outbox.ts';
import { buildAccountComponents } from '../preview/account-components.ts';
import { startPreview } from '../preview/start-preview.ts';
import { signIn } from '../salesforce/login.ts';
import { SalesforceOrg } from '../salesforce/org.ts';
import { OrgMetadata } from '../salesforce/org-metadata.ts';
import type { MetadataConnection } from '../salesforce/org-metadata.ts';
import { syncResponses } from '../sync/sync-responses.ts';
import type { SyncReport } from '../sync/sync-responses.ts';
import { readCompany } from './company.ts';
import type { DemoCompany, DemoUser } from './company.ts';
import { givePermissionSets, loadRecords, loadUsers } from './load-company.ts';
import { keepSyncing } from './keep-syncing.ts';
import type { SyncFailure } from './keep-syncing.ts';
import { OrgClient } from './org-client.ts';
import { daysSince, shiftDates } from './shift-dates.ts';

/** The administrator that every local org is made with. */
const setupUser = 'admin@rapport.example';

/** Written when the company is loaded to its end, with the number of days that its dates were moved by. */
const loadedMarker = 'demo.json';

/** What a start is doing, for whoever waits. */
export type DemoStep = 'org' | 'company' | 'answers' | 'sync' | 'page';

export interface DemoOptions {
  /** Where everything is kept between two starts. */
  directory: string;
  /** Root of this project: `force-app` and `config/demo` are read from there. */
  projectRoot: string;
  /** Port of the org; the page has the next one. 0 takes any two free ones. */
  port: number;
  /** Whether everything that was kept is thrown away first. */
  reset: boolean;
  clock: () => Date;
  onStep?: (step: DemoStep) => void;
  /** Time between two syncs while it runs; 10 by default. */
  syncEverySeconds?: number;
  /** Told once why a sync failed while it runs; the demo goes on, and so do its syncs. */
  onSyncFailure?: (failure: SyncFailure) => void;
}

/** A running demo: an org, the demo company in it, and a page that shows it. */
export interface Demo {
  orgUrl: string;
  pageUrl: string;
  users: DemoUser[];
  /** What was read from the demo's files at this start. */
  imports: ImportReport[];
  sync: SyncReport;
  accessTokenFor: (username: string) => string;
  close: () => Promise<void>;
}

/**
 * Brings up the local org with the package in it, loads the demo company the first time, imports its answers by the
 * product's own path (file → outbox → sync → org), and shows the accounts on a page. While it runs it goes on syncing.
 *
 * A start that was interrupted while it loaded the company begins anew the next time; from there on every step may be
 * repeated.
 * @throws Error with `code` EADDRINUSE when a port is taken
 */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const { directory, projectRoot, port, clock, onStep = () => undefined } = options;
  const { syncEverySeconds = 10, onSyncFailure = () => undefined } = options;
  // the page's port as well, before anything is loaded
  if (port !== 0) await requireFreePort(port + 1, '127.0.0.1');
  const company = await readCompany(join(projectRoot, 'config', 'demo'));
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  const components = { projectRoot, cacheDirectory: join(directory, 'preview-cache') };
  // compiled while the org starts; a failure is for the page to show
  const build = buildAccountComponents(components);
  build.catch(() => undefined);
  try {
    onStep('org');
    const fresh = options.reset || !existsSync(join(directory, loadedMarker));
    const localOrg = await startLocalOrg({
      directory: join(directory, 'org'),
      projects: [projectRoot],
      port,
      clock,
      fresh,
    });
    closers.push(() => localOrg.close());
    if (fresh) {
      onStep('company');
      await loadCompany(localOrg, company, options, clock());
    }
    const days = await shiftOf(directory);
    const outbox = openSqliteOutbox(join(directory, 'outbox.sqlite'));
    closers.push(() => outbox.close());
    onStep('answers');
    const imports = await importAnswers(outbox, company, directory, days, clock());
    onStep('sync');
    const server = serverClient(localOrg, company);
    closers.push(async () => localOrg.removeClient(server.clientId));
    const org = new SalesforceOrg(await signIn({ loginUrl: localOrg.url, ...server }, clock));
    const worker = { host: hostname(), processId: process.pid, name: 'start' };
    const request = { outbox, org, clock, worker };
    const sync = await syncResponses(request);
    onStep('page');
    const accessTokenFor = (username: string) => localOrg.issueSession(username);
    const preview = await startPreview({
      orgUrl: localOrg.url,
      users: viewers(company),
      accessTokenFor,
      port: port === 0 ? 0 : port + 1,
      clock,
      components,
      build,
    });
    closers.push(() => preview.close());
    closers.push(keepSyncing(request, syncEverySeconds, onSyncFailure));
    return {
      orgUrl: localOrg.url,
      pageUrl: preview.url,
      users: company.users,
      imports,
      sync,
      accessTokenFor,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Fills a new org; what an earlier org left beside it goes first. */
async function loadCompany(
  localOrg: LocalOrg,
  company: DemoCompany,
  { directory, projectRoot }: DemoOptions,
  now: Date,
): Promise<void> {
  for (const left of [loadedMarker, 'outbox.sqlite', 'outbox.sqlite-wal', 'outbox.sqlite-shm', 'files']) {
    rmSync(join(directory, left), { recursive: true, force: true });
  }
  await withConnection(
    localOrg,
    setupUser,
    () => now,
    (connection) => installDefaults(new OrgMetadata(connection, { pollMilliseconds: 50 }), projectRoot),
  );
  const org = new OrgClient(localOrg.url, localOrg.issueSession(setupUser));
  await givePermissionSets(org, setupUser, ['Feedback_Admin']);
  const days = daysSince(company.referenceDate, now);
  const users = await loadUsers(org, company.users);
  await loadRecords(org, company, users, days);
  await writeFile(join(directory, loadedMarker), JSON.stringify({ days }));
}

async function shiftOf(directory: string): Promise<number> {
  const { days } = JSON.parse(await readFile(join(directory, loadedMarker), 'utf8')) as { days: number };
  return days;
}

/** Imports the demo's files; at a second start all of them are known. */
async function importAnswers(
  outbox: Outbox,
  company: DemoCompany,
  directory: string,
  days: number,
  now: Date,
): Promise<ImportReport[]> {
  const shifted = async (file: string) => {
    const path = join(directory, 'files', basename(file));
    mkdirSync(join(directory, 'files'), { recursive: true });
    await writeFile(path, shiftDates(await readFile(join(company.folder, file), 'utf8'), days));
    return path;
  };
  const reports: ImportReport[] = [];
  for (const { file, mapping } of company.invitations) {
    const request = { path: await shifted(file), outbox, now };
    const columns = await readMapping(join(company.folder, mapping), invitationMapping);
    reports.push(await importInvitations({ ...request, mapping: columns }));
  }
  for (const { file, mapping } of company.responses) {
    const request = { path: await shifted(file), outbox, now };
    const columns = await readMapping(join(company.folder, mapping), responseMapping);
    reports.push(await importResponses({ ...request, mapping: columns }));
  }
  return reports;
}

/** A client as a server has it, which signs in as the integration user. */
function serverClient(localOrg: LocalOrg, company: DemoCompany) {
  const integration = company.users.find(({ part }) => part === 'integration');
  return localOrg.registerClient(integration?.username ?? setupUser);
}

/** Does work signed in over HTTP, by client credentials, with a client that is gone when the work is done. */
async function withConnection<Result>(
  localOrg: LocalOrg,
  username: string,
  clock: () => Date,
  work: (connection: MetadataConnection) => Promise<Result>,
): Promise<Result> {
  const client = localOrg.registerClient(username);
  try {
    return await work(await signIn({ loginUrl: localOrg.url, ...client }, clock));
  } finally {
    localOrg.removeClient(client.clientId);
  }
}

/** The users that the page can be seen as; the integration user has no eyes. */
function viewers(company: DemoCompany) {
  return company.users
    .filter(({ part }) => part !== 'integration')
    .map(({ username, firstName, lastName, title, language, locale, timeZone }) => ({
      username,
      name: `${firstName} ${lastName}`,
      role: title,
      language,
      locale,
      timeZone,
    }));
}
