import { ComponentSet } from '@salesforce/source-deploy-retrieve';
import { expect } from 'chai';
import { changes, failures, LibraryOrg, metadata } from './library-org.ts';

describe('the Metadata API of the local org', () => {
  let library: LibraryOrg;
  beforeEach(async () => {
    library = await LibraryOrg.start();
  });
  afterEach(async () => await library.close());

  async function refusal(work: PromiseLike<unknown>): Promise<string> {
    try {
      await work;
      return 'done';
    } catch (error) {
      return String(error);
    }
  }

  it('answers what the sf command line asks around a deploy', async () => {
    const describe = await library.org.ask(
      'GET',
      '/services/data/v67.0/tooling/sobjects/SourceMember/describe',
    );
    expect(describe.status).to.equal(404);
    const organization = await library.org.connection.query(
      'SELECT Name, InstanceName, IsSandbox, TrialExpirationDate, NamespacePrefix FROM Organization',
    );
    expect(organization.totalSize).to.equal(1);
    const packages = await library.org.ask<{ totalSize: number; done: boolean; records: unknown[] }>(
      'GET',
      '/services/data/v67.0/tooling/query?q=SELECT+Id,SubscriberPackage.Name+FROM+InstalledSubscriberPackage',
    );
    expect(packages.json).to.include({ totalSize: 0, done: true });
  });

  it('describes the kinds of metadata that it takes', async () => {
    const connection = await library.connect();
    const { metadataObjects } = await connection.metadata.describe();
    const object = metadataObjects.find(({ xmlName }) => xmlName === 'CustomObject');
    expect(object).to.include({ directoryName: 'objects', suffix: 'object' });
    expect(object?.childXmlNames).to.include('CustomField');
    const names = metadataObjects.map(({ xmlName }) => xmlName);
    expect(names).to.include.members(['PermissionSetGroup', 'LightningComponentBundle']);
    expect(names).not.to.include('Flow');
  });

  it('lists what was deployed, by whom and when it changed last, beside what every org has', async () => {
    await library.deploy();
    library.org.passMinutes(60);
    library.writeField(
      'Pages__c',
      '<label>Sheets</label><type>Number</type><precision>5</precision><scale>0</scale>',
    );
    await library.deploy();
    const connection = await library.connect();
    const fields = await connection.metadata.list({ type: 'CustomField' });
    const listed = (fullName: string): object | undefined =>
      fields.find((field) => field.fullName === fullName);
    expect(listed('Book__c.Pages__c')).to.include({
      fileName: 'objects/Book__c.object',
      createdByName: 'Admin',
      createdDate: '2026-07-01T09:00:00.000Z',
      lastModifiedDate: '2026-07-01T10:00:00.000Z',
    });
    expect(listed('Book__c.Is_Long__c')).to.include({ lastModifiedDate: '2026-07-01T09:00:00.000Z' });
    const objects = await connection.metadata.list({ type: 'CustomObject' });
    expect(objects.map(({ fullName }) => fullName)).to.include.members(['Account', 'Book__c']);
  });

  it('says what it does not do: partial success, retrieve, reading other metadata, cancelling', async () => {
    const { metadata: api } = await library.connect();
    const zip = Buffer.from('x');
    expect(await refusal(api.deploy(zip, { rollbackOnError: false }))).to.contain('as a whole or not at all');
    expect(await refusal(api.deployRest(zip, { rollbackOnError: false }))).to.contain(
      'as a whole or not at all',
    );
    expect(await refusal(api.read('CustomObject', 'Account'))).to.contain('is not supported');
    expect(await refusal(api.checkRetrieveStatus('09S000000000001'))).to.contain('is not supported');
    expect(await refusal(api.cancelDeploy('0Af000000000001'))).to.contain('is not supported');
    expect(await refusal(api.checkDeployStatus('0Af000000000001'))).to.contain('invalid cross reference id');
  });

  it('names what is wrong with the package itself', async () => {
    const { metadata: api } = await library.connect();
    const { id } = await api.deploy(Buffer.from('not a zip'), {});
    let status = await api.checkDeployStatus(id, true);
    while (!status.done) status = await api.checkDeployStatus(id, true);
    expect(status.status).to.equal('Failed');
    expect(JSON.stringify(status.details)).to.contain('The file is not a zip file');

    const set = ComponentSet.fromSource({ fsPaths: [library.source('labels')] });
    set.add({ type: 'CustomTab', fullName: 'Ghost__c' });
    expect(failures(await library.deploySet(set))).to.deep.equal([
      "CustomTab Ghost__c (package.xml): An object 'Ghost__c' of type CustomTab was named in package.xml, but was not found in zipped directory",
    ]);
  });

  it('names file and line of what is not XML', async () => {
    const broken = '<?xml version="1.0" encoding="UTF-8"?>\n<CustomTab>\n<motif>Bell</CustomTab>\n';
    library.write('tabs/Book__c.tab-meta.xml', broken);
    const result = await library.deploySet(ComponentSet.fromSource({ fsPaths: [library.source('tabs')] }));
    expect(failures(result)[0]).to.match(/^CustomTab Book__c \(tabs\/Book__c\.tab\): Error parsing file: /);
    const [failure] = [result.response.details.componentFailures].flat();
    expect(Number(failure?.lineNumber)).to.equal(3);
  });

  it('refuses a body that is no multipart form, and one without a file', async () => {
    const url = '/services/data/v67.0/metadata/deployRequest';
    expect((await library.org.ask('POST', url, { body: {} })).status).to.equal(415);
    const form = (body: string): Promise<{ status: number; json: { errorCode: string }[] }> =>
      library.org.ask('POST', url, { body, headers: { 'content-type': 'multipart/form-data; boundary=b' } });
    for (const body of [
      '--b',
      '--b\r\n\r\n--b--',
      '--b\r\nContent-Disposition: form-data; name="json"\r\n\r\n{}\r\n--b--',
    ]) {
      const { status, json } = await form(body);
      expect([status, json[0]?.errorCode], body).to.deep.equal([400, 'INVALID_MULTIPART_REQUEST']);
    }
  });

  it('counts its calls, and refuses them beyond the daily limit', async () => {
    const { metadata: api } = await library.connect();
    const before = (await library.org.connection.limits()).DailyApiRequests!.Remaining;
    await api.describe();
    expect((await library.org.connection.limits()).DailyApiRequests!.Remaining).to.equal(before - 2);
    library.org.setDailyApiLimit(0);
    expect(await refusal(api.describe())).to.contain('REQUEST_LIMIT_EXCEEDED');
  });

  describe('keeps settings', () => {
    const write = (settings: string, content: string): void =>
      library.write(`settings/${settings}.settings-meta.xml`, metadata(`${settings}Settings`, content));

    it('of Lightning Web Security, which is on until a deploy switches it off', async () => {
      const connection = await library.connect();
      const lightningWebSecurity = async (): Promise<string> => {
        const { sessionSettings } = await connection.metadata.read('SecuritySettings', 'Security');
        return String((sessionSettings as Record<string, unknown> | undefined)?.lockerServiceNext);
      };
      expect(await lightningWebSecurity()).to.equal('true');
      write('Security', '<sessionSettings><lockerServiceNext>false</lockerServiceNext></sessionSettings>');
      const result = await library.deploy({ from: library.source('settings') });
      expect(failures(result)).to.deep.equal([]);
      expect(changes(result)).to.deep.equal(['Created Settings Security']);
      expect(await lightningWebSecurity()).to.equal('false');
    });

    it('of the Translation Workbench, without which no translation is taken', async () => {
      write('Language', '<enableTranslationWorkbench>false</enableTranslationWorkbench>');
      const result = await library.deploy();
      expect(failures(result)).to.deep.equal([
        'CustomObjectTranslation Book__c-fr (objectTranslations/Book__c-fr.objectTranslation): Not available for deploy for this organization: the Translation Workbench is off',
      ]);
      write('Language', '<enableTranslationWorkbench>true</enableTranslationWorkbench>');
      expect(failures(await library.deploy())).to.deep.equal([]);
    });

    it('of other kinds as a record only', async () => {
      write('Case', '<emailToCase><enableEmailToCase>false</enableEmailToCase></emailToCase>');
      await library.deploy({ from: library.source('settings') });
      const { components } = library.org.org.schema;
      expect(components.get('Settings:Case')).to.include({ hasBehaviour: false });
    });
  });
});
