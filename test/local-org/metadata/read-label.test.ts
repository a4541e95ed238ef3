import { expect } from 'chai';
import { openSchema } from '../../../src/local-org/standard-objects/standard-schema.ts';
import { LibraryOrg } from './library-org.ts';

const labels = 'labels/CustomLabels.labels-meta.xml';

describe('readMetadata of custom labels', () => {
  let library: LibraryOrg;
  beforeEach(async () => {
    library = await LibraryOrg.start();
    const whole = library
      .read(labels)
      .replace('</labels>', '</labels><labels>{version}</labels>')
      .replace(
        '{version}',
        '<fullName>Library_Version</fullName><categories>Library,Setup</categories><language>en_US</language><protected>true</protected><shortDescription>Version &amp; date</shortDescription><value>1.2.0 &lt;July&gt;</value>',
      );
    library.write(labels, whole);
    await library.deploy();
  });
  afterEach(async () => await library.close());

  it('gives back what was deployed', async () => {
    const { metadata } = await library.connect();
    expect(await metadata.read('CustomLabel', 'Library_Version')).to.deep.include({
      fullName: 'Library_Version',
      categories: 'Library,Setup',
      language: 'en_US',
      protected: true,
      shortDescription: 'Version & date',
      value: '1.2.0 <July>',
    });
    const [welcome, version] = await metadata.read('CustomLabel', ['Library_Welcome', 'Library_Version']);
    expect(welcome).to.include({ protected: false, value: 'Welcome to the library' });
    expect(welcome).not.to.have.property('categories');
    expect(version).to.include({ fullName: 'Library_Version' });
  });

  it('gives an empty record for a label that is not there', async () => {
    const { metadata } = await library.connect();
    const [absent, welcome] = await metadata.read('CustomLabel', ['Nothing', 'Library_Welcome']);
    expect(absent).not.to.have.property('fullName');
    expect(welcome).to.include({ fullName: 'Library_Welcome' });
    const answer = await fetch(`${library.org.url}/services/Soap/m/67.0`, {
      method: 'POST',
      headers: { 'content-type': 'text/xml', SOAPAction: '""' },
      body: `<Envelope><Header><SessionHeader><sessionId>${library.org.token}</sessionId></SessionHeader></Header><Body><readMetadata><type>CustomLabel</type><fullNames>Nothing</fullNames></readMetadata></Body></Envelope>`,
    });
    expect(await answer.text()).to.include('<result><records xsi:nil="true"/></result>');
  });

  it('follows a changed label', async () => {
    library.write(labels, library.read(labels).replace('1.2.0', '1.3.0'));
    await library.deploy();
    const { metadata } = await library.connect();
    expect((await metadata.read('CustomLabel', 'Library_Version')).value).to.equal('1.3.0 <July>');
  });

  it('knows labels of which an earlier version of the local org kept the value alone', () => {
    const kept = { objects: { $map: [] }, labels: { $map: [['library_welcome', 'Welcome']] } };
    expect(openSchema(JSON.stringify(kept)).labels.get('library_welcome')).to.deep.equal({
      fullName: 'library_welcome',
      language: 'en_US',
      protected: false,
      shortDescription: 'library_welcome',
      value: 'Welcome',
    });
  });

  it('is for those who may change metadata', async () => {
    const { token } = await library.org.addUser('reader@example.com');
    const { metadata } = await library.connect(token);
    const refusal = await metadata.read('CustomLabel', 'Library_Welcome').then(
      () => 'answered',
      (error: unknown) => String(error),
    );
    expect(refusal).to.contain('INSUFFICIENT_ACCESS');
  });
});
