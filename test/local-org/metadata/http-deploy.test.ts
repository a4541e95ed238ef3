import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ComponentSet } from '@salesforce/source-deploy-retrieve';
import { expect } from 'chai';
import { changes, failures, LibraryOrg, messages } from './library-org.ts';

const PACKAGE = fileURLToPath(new URL('../../../force-app', import.meta.url));

describe('a deploy over HTTP, as source-deploy-retrieve sends it', () => {
  let library: LibraryOrg;
  beforeEach(async () => {
    library = await LibraryOrg.start();
  });
  afterEach(async () => await library.close());

  const objects = (): Map<string, unknown> => library.org.org.schema.objects;

  for (const rest of [false, true]) {
    describe(rest ? 'over REST' : 'over SOAP', () => {
      it('takes a project in, with every component named', async () => {
        const result = await library.deploy({ rest });
        expect(failures(result)).to.deep.equal([]);
        const { response } = result;
        expect(response).to.include({ status: 'Succeeded', success: true, done: true, checkOnly: false });
        expect(response.id).to.match(/^0Af\w{15}$/);
        expect([response.numberComponentErrors, response.numberTestsTotal]).to.deep.equal([0, 0]);
        expect(response.numberComponentsDeployed).to.equal(response.numberComponentsTotal);
        expect(response.createdByName).to.equal('Admin');
        expect(changes(result)).to.include.members([
          'Created CustomObject Book__c',
          'Created CustomField Book__c.Pages__c',
          'Created CustomField Account.Library_Card__c',
          'Created ValidationRule Book__c.Pages_Are_Positive',
          'Created PermissionSet Reader',
          'Created PermissionSetGroup Library_Staff',
          'Created CustomObjectTranslation Book__c-fr',
          'Created CustomTab Book__c',
        ]);
        const field = messages(response.details.componentSuccesses).find(
          ({ fullName }) => fullName === 'Book__c.Pages__c',
        );
        expect(field).to.include({ componentType: 'CustomField', fileName: 'objects/Book__c.object' });
      });

      it('makes the org behave by it at once', async () => {
        await library.deploy({ rest });
        await library.assign('Librarian');
        const { connection } = library.org;
        expect(
          (await connection.sobject('Book__c').create({ Name: 'Ulysses', Pages__c: 730 })).success,
        ).to.equal(true);
        const refused = await library.org.ask('POST', '/services/data/v67.0/sobjects/Book__c', {
          body: { Name: 'x', Pages__c: -1 },
        });
        expect(refused.json[0].errorCode).to.equal('FIELD_CUSTOM_VALIDATION_EXCEPTION');
        const { records } = await connection.query(
          'SELECT Name FROM PermissionSet WHERE IsOwnedByProfile = false ORDER BY Name',
        );
        expect(records.map(({ Name }) => Name as unknown)).to.deep.equal([
          'Librarian',
          'Library_Staff',
          'Reader',
        ]);
        const translation = library.org.org.schema.objects
          .get('book__c')
          ?.fields.get('pages__c')?.translations;
        expect(translation).to.deep.equal({ fr: 'Nombre de pages' });
      });

      it('refuses a broken field with its file and its problem, and keeps nothing', async () => {
        library.writeField('Broken__c', '<label>B</label><type>Text</type>');
        const result = await library.deploy({ rest });
        expect(result.response).to.include({ status: 'Failed', success: false, done: true });
        expect(result.response.numberComponentErrors).to.equal(1);
        expect(failures(result)).to.deep.equal([
          "CustomField Book__c.Broken__c (objects/Book__c.object): Must specify 'length' for a CustomField of type Text",
        ]);
        const failed = result.getFileResponses().filter(({ fullName }) => fullName === 'Book__c.Broken__c');
        expect(failed[0]?.filePath).to.contain('Broken__c.field-meta.xml');
        expect(objects().has('book__c')).to.equal(false);
        expect(
          (await library.org.connection.query('SELECT Id FROM PermissionSet WHERE IsOwnedByProfile = false'))
            .totalSize,
        ).to.equal(0);
        rmSync(library.source('objects/Book__c/fields/Broken__c.field-meta.xml'));
        expect((await library.deploy({ rest })).response.status).to.equal('Succeeded');
        // The key prefix was not used up by the deploy that failed.
        expect(library.org.org.schema.objects.get('book__c')?.keyPrefix).to.equal('a00');
      });

      it('validates without changing anything when it is only to check', async () => {
        const result = await library.deploy({ rest, checkOnly: true });
        expect(result.response).to.include({ status: 'Succeeded', checkOnly: true });
        expect(changes(result)).to.include('Created CustomObject Book__c');
        expect(objects().has('book__c')).to.equal(false);
        const table = library.org.org.database
          .prepare("SELECT count(*) AS n FROM sqlite_master WHERE name = 'Book__c'")
          .get();
        expect(table?.n).to.equal(0);
        library.writeField('Broken__c', '<label>B</label><type>Text</type>');
        expect((await library.deploy({ rest, checkOnly: true })).response.status).to.equal('Failed');
      });

      it('calls the same package unchanged, and only what is different changed', async () => {
        await library.deploy({ rest });
        expect(changes(await library.deploy({ rest }))).to.deep.equal([]);
        const file = 'objects/Book__c/fields/Pages__c.field-meta.xml';
        library.write(file, library.read(file).replace('<label>Pages</label>', '<label>Sheets</label>'));
        const translation = 'objectTranslations/Book__c-fr/Pages__c.fieldTranslation-meta.xml';
        library.write(translation, library.read(translation).replace('Nombre de pages', 'Feuillets'));
        expect(new Set(changes(await library.deploy({ rest })))).to.deep.equal(
          new Set(['Changed CustomField Book__c.Pages__c', 'Changed CustomObjectTranslation Book__c-fr']),
        );
        await library.assign('Librarian');
        const { fields } = await library.org.connection.describe('Book__c');
        expect(fields.map(({ label }) => label)).to.include('Sheets');
      });

      it('is for those who may change metadata', async () => {
        const { token } = await library.org.addUser('gardener@example.com');
        const refused = async (asker: string): Promise<string> =>
          await library.deploy({ rest, token: asker }).then(
            () => 'taken',
            (error: unknown) => String(error),
          );
        expect(await refused(token)).to.contain('ModifyAllData or ModifyMetadata');
        expect(await refused(`${library.org.token.slice(0, 16)}x`)).to.contain('Session expired or invalid');
        expect(objects().has('book__c')).to.equal(false);
      });
    });
  }

  it("takes this project's own package over both, and the second time for unchanged", async () => {
    const first = await library.deploy({ from: PACKAGE });
    expect(failures(first)).to.deep.equal([]);
    expect(changes(first)).to.include('Created PermissionSet Feedback_Rep');
    const second = await library.deploy({ from: PACKAGE, rest: true });
    expect(failures(second)).to.deep.equal([]);
    expect(changes(second)).to.deep.equal([]);
  });

  it('takes what an org took at its start for unchanged, whatever the format', async () => {
    await library.restart({ projects: [library.project] });
    expect(changes(await library.deploy())).to.deep.equal([]);
  });

  it('carries deploys out one after another, in the order in which they came', async () => {
    const connection = await library.connect();
    const ids: string[] = [];
    for (const label of ['First', 'Second', 'Third']) {
      library.writeField('Colour__c', `<label>${label}</label><type>Text</type><length>9</length>`);
      const set = ComponentSet.fromSource({ fsPaths: [library.source()] });
      ids.push((await set.deploy({ usernameOrConnection: connection })).id!);
    }
    let last = await connection.metadata.checkDeployStatus(ids.at(-1)!);
    while (!last.done) last = await connection.metadata.checkDeployStatus(ids.at(-1)!);
    for (const id of ids)
      expect((await connection.metadata.checkDeployStatus(id)).status, id).to.equal('Succeeded');
    expect(library.org.org.schema.objects.get('book__c')?.fields.get('colour__c')?.label).to.equal('Third');
  });

  it('goes on answering while it deploys', async () => {
    const { connection } = library.org;
    const deploying = library.deploy({ from: PACKAGE });
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_unused, number) =>
        connection.sobject('Account').create({ Name: `Account ${number}` }),
      ),
    );
    expect(answers.every(({ success }) => success)).to.equal(true);
    expect((await deploying).response.status).to.equal('Succeeded');
    expect((await connection.query('SELECT Id FROM Account')).totalSize).to.equal(40);
  });

  it('remembers deploys and what they brought over a restart', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'local-org-directory-'));
    try {
      await library.restart({ directory });
      const { response } = await library.deploy();
      await library.restart({ directory });
      const connection = await library.connect();
      expect((await connection.metadata.checkDeployStatus(response.id)).status).to.equal('Succeeded');
      expect(objects().has('book__c')).to.equal(true);
    } finally {
      await library.restart({});
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
