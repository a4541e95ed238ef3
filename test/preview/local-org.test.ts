import { expect } from 'chai';
import { startLocalOrg } from '../../src/local-org/start.ts';
import type { LocalOrg } from '../../src/local-org/start.ts';
import { startPreview } from '../../src/preview/start-preview.ts';
import type { Preview } from '../../src/preview/start-preview.ts';
import { emptyCache, emptyProject, fetchPage, helen, noon, sophie } from './fake-org.ts';

const admin = 'admin@rapport.example';

describe('the preview of a local org with force-app', () => {
  let org: LocalOrg;
  let preview: Preview;

  const call = async <Result>(method: string, path: string, body?: unknown): Promise<Result> => {
    const response = await fetch(`${org.url}/services/data/v67.0/${path}`, {
      method,
      headers: { authorization: `Bearer ${org.issueSession(admin)}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${text}`);
    return JSON.parse(text) as Result;
  };
  const create = async (object: string, record: Record<string, unknown>): Promise<string> =>
    (await call<{ id: string }>('POST', `sobjects/${object}`, record)).id;
  const idOf = async (soql: string): Promise<string> => {
    const path = `query?q=${encodeURIComponent(soql)}`;
    const { records } = await call<{ records: { Id: string }[] }>('GET', path);
    return records[0]?.Id ?? '';
  };
  const createUser = async (username: string, lastName: string): Promise<string> =>
    await create('User', {
      Username: username,
      LastName: lastName,
      Email: username,
      Alias: lastName.slice(0, 8),
      ProfileId: await idOf("SELECT Id FROM Profile WHERE Name = 'Standard User'"),
      TimeZoneSidKey: 'Europe/London',
      LocaleSidKey: 'en_GB',
      EmailEncodingKey: 'UTF-8',
      LanguageLocaleKey: 'en_US',
    });

  before(async () => {
    org = await startLocalOrg({ directory: undefined, projects: ['.'], port: 0, clock: () => noon });
    const helenId = await createUser(helen.username, 'Ward');
    await createUser(sophie.username, 'Lambert');
    const give = async (AssigneeId: string, name: string): Promise<void> => {
      const PermissionSetId = await idOf(`SELECT Id FROM PermissionSet WHERE Name = '${name}'`);
      await create('PermissionSetAssignment', { AssigneeId, PermissionSetId });
    };
    await give(helenId, 'Feedback_Leader');
    // a deploy shows new fields to no profile: to write scores, the administrator needs what the integration has
    await give(await idOf(`SELECT Id FROM User WHERE Username = '${admin}'`), 'Feedback_Integration');
    const owner = { OwnerId: helenId, Feedback_Scored_At__c: noon.toISOString() };
    await create('Account', {
      ...owner,
      Name: "O'Neill 50%_off \\ Ltd",
      Feedback_NPS__c: 27.77777777777778,
      Feedback_NPS_Lower__c: -0.4414739263985779,
      Feedback_NPS_Upper__c: 51.72352520844985,
      Feedback_Answers__c: 36,
      Feedback_Last_Answer__c: '2026-07-13T23:30:00Z',
    });
    await create('Account', {
      ...owner,
      Name: 'ONeill Rail',
      Feedback_NPS__c: -100,
      Feedback_Answers__c: 1,
    });
    preview = await startPreview({
      orgUrl: org.url,
      users: [helen, sophie],
      accessTokenFor: (username) => org.issueSession(username),
      port: 0,
      clock: () => noon,
      components: { projectRoot: emptyProject, cacheDirectory: emptyCache },
    });
  });
  after(async () => {
    await preview.close();
    await org.close();
  });

  it('shows the accounts of a leader with what the sync wrote', async () => {
    const { status, text } = await fetchPage(preview, '/?sort=score');
    expect(status).to.equal(200);
    expect(text).to.contain("O'Neill 50%_off \\ Ltd +28 0 to 52 36 14 Jul 2026");
    expect(text).to.match(/O'Neill 50.*ONeill Rail One voice a detractor/);
  });

  for (const [search, names] of [
    ["o'ne", ["O'Neill 50%_off \\ Ltd"]],
    ['50%_', ["O'Neill 50%_off \\ Ltd"]],
    ['\\', ["O'Neill 50%_off \\ Ltd"]],
    ['_Neill', []],
    ['oneill', ['ONeill Rail']],
  ] as const) {
    it(`finds by the text itself: ${search}`, async () => {
      const { html } = await fetchPage(preview, `/?q=${encodeURIComponent(search)}`);
      const shown = [...html.matchAll(/class="account-name"[^>]*>([^<]*)</g)].map((match) =>
        match[1]?.replace('&#39;', "'"),
      );
      expect(shown).to.deep.equal(names);
    });
  }

  it('tells a user without a permission set which one to ask for', async () => {
    const { status, text } = await fetchPage(preview, `/?user=${sophie.username}&lang=en`);
    expect(status).to.equal(403);
    expect(text).to.contain('The org does not let Sophie Lambert read').and.contain('Feedback: Sales Rep');
  });
});
