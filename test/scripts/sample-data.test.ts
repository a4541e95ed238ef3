import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { writeSampleData } from '../../scripts/sample-data.ts';
import { readCompany } from '../../src/demo/company.ts';
import { loadRecords } from '../../src/demo/load-company.ts';
import { OrgClient } from '../../src/demo/org-client.ts';
import { importResponses } from '../../src/intake/import-file.ts';
import { readMapping, responseMapping } from '../../src/intake/mapping.ts';
import { openSqliteOutbox } from '../../src/outbox/sqlite-outbox.ts';
import { signIn } from '../../src/salesforce/login.ts';
import { SalesforceOrg } from '../../src/salesforce/org.ts';
import { syncResponses } from '../../src/sync/sync-responses.ts';
import { projectRoot, startTestOrg } from '../support/test-org.ts';
import type { TestOrg } from '../support/test-org.ts';

const now = new Date('2027-02-28T12:00:00Z');

describe('the sample data', () => {
  let folder: string;
  let org: TestOrg;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rapport-sample-'));
    await writeSampleData(folder, now);
    org = await startTestOrg(() => now);
  });
  after(async () => {
    await org.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('names no user, and no more than 200 records a file, as the import of a tree allows', () => {
    const plan = JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8')) as { files: string[] }[];
    const files = plan.flatMap((step) => step.files);
    expect(files).to.have.length.greaterThan(20);
    for (const file of files) {
      const text = readFileSync(join(folder, file), 'utf8');
      expect(text, file).not.to.include('@user:');
      const { records } = JSON.parse(text) as { records: unknown[] };
      expect(records, file).to.have.length.within(1, 200);
    }
    expect(readdirSync(folder)).to.include.members(['invitations.csv', 'answers-qualtrics.csv']);
  });

  it('goes into an org by an administrator of feedback, and its answers by the integration, to the known numbers', async () => {
    const client = new OrgClient(org.localOrg.url, org.localOrg.issueSession('admin@rapport.example'));
    const company = await readCompany(join(projectRoot, 'config', 'demo'));
    await loadRecords(client, { ...company, folder }, new Map(), 0);
    const outbox = openSqliteOutbox(':memory:');
    try {
      for (const { file, mapping } of company.responses) {
        await importResponses({
          path: join(folder, file),
          outbox,
          now,
          mapping: await readMapping(join(company.folder, mapping), responseMapping),
        });
      }
      const connection = await signIn(org.credentials, () => now);
      await syncResponses({
        outbox,
        org: new SalesforceOrg(connection),
        clock: () => now,
        worker: { host: hostname(), processId: process.pid, name: 'test' },
      });
    } finally {
      await outbox.close();
    }
    const [account] = await org.query<Record<string, number>>(
      "SELECT Feedback_Promoters__c, Feedback_Passives__c, Feedback_Detractors__c FROM Account WHERE Name = 'Groupe Delacroix Énergie'",
    );
    expect(account).to.include({
      Feedback_Promoters__c: 19,
      Feedback_Passives__c: 8,
      Feedback_Detractors__c: 9,
    });
  });
});
