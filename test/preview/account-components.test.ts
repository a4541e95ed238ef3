import { join, relative } from 'node:path';
import { expect } from 'chai';
import {
  buildAccountComponents,
  componentsOf,
  labelsFor,
  PageBuildError,
} from '../../src/preview/account-components.ts';
import { projectRoot } from '../support/test-org.ts';
import { flexipage, SmallPackage } from './small-package.ts';

describe('the components of the account page', function () {
  this.timeout(30_000);
  let small: SmallPackage;

  beforeEach(() => {
    small = new SmallPackage();
  });
  afterEach(() => {
    small.clear();
  });
  const build = () => buildAccountComponents(small.source);
  const textOf = ({ scripts }: Awaited<ReturnType<typeof build>>) =>
    [...scripts.values()].map((script) => script.toString()).join('\n');
  const failure = () =>
    build().then(
      () => undefined,
      (error: unknown) => error,
    );

  it('are compiled once: when nothing has changed, the last build is taken', async () => {
    const first = await build();
    const second = await build();
    expect(first).to.include({ fromCache: false }).and.property('counts').property('compiled').above(0);
    expect(second).to.include({ fromCache: true, entry: first.entry });
    expect(second.counts).to.deep.equal({ compiled: 0, fromCache: 0 });
    expect(textOf(second)).to.equal(textOf(first));
  });

  it('may be kept in a folder that is named from where the process runs', async () => {
    const cacheDirectory = relative(process.cwd(), small.source.cacheDirectory);
    const built = await buildAccountComponents({ ...small.source, cacheDirectory });
    expect([...built.scripts.keys()]).to.contain(built.entry);
    expect((await build()).fromCache).to.equal(true);
  });

  it('are built anew when a file was changed, and only that file is compiled', async () => {
    const first = await build();
    small.write('app/lwc/hello/hello.html', '<template><p class="changed">{greeting}</p></template>');
    const second = await build();
    expect(second.fromCache).to.equal(false);
    expect(second.counts.compiled).to.equal(1);
    expect(second.entry).not.to.equal(first.entry);
    expect(textOf(second)).to.contain('changed');
  });

  it('are built anew when a file that was missing appears', async () => {
    await build();
    small.write('app/lwc/hello/hello.css', 'p { letter-spacing: 0.123em }');
    const second = await build();
    expect(second.fromCache).to.equal(false);
    expect(textOf(second)).to.contain('.123em');
  });

  it('are named with file and line where the compiler does not take them', async () => {
    small.writeComponent(`import { LightningElement } from 'lwc';
export default class Hello extends LightningElement {
  greeting = ;
}
`);
    const error = await failure();
    expect(error).to.be.instanceOf(PageBuildError);
    expect((error as Error).message).to.contain(join(small.folder, 'app/lwc/hello/hello.js:3:'));
  });

  it('are named with file and line where a template is wrong', async () => {
    small.write('app/lwc/hello/hello.html', '<template>\n  <p>{greeting.}</p>\n</template>');
    expect(String(await failure())).to.contain(join(small.folder, 'app/lwc/hello/hello.html:2:'));
  });

  it('say which label or component does not exist, and where it is asked for', async () => {
    small.writeComponent(`import { LightningElement } from 'lwc';
import missing from '@salesforce/label/c.Missing';
import other from 'c/other';
export default class Hello extends LightningElement { texts = [missing, other]; }
`);
    const message = String(await failure());
    expect(message).to.contain('There is no custom label c.Missing.').and.contain('hello.js:2:');
    expect(message).to.contain('There is no component c/other').and.contain('hello.js:3:');
  });

  it('are whole again once a fault is corrected, without a new start', async () => {
    const current = componentsOf(small.source, build());
    await current();
    small.write('app/lwc/hello/hello.html', '<template><p></template>');
    const refused = await current().catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(PageBuildError);
    small.write('app/lwc/hello/hello.html', '<template><p>corrected</p></template>');
    expect(textOf(await current())).to.contain('corrected');
  });

  it('have labels in the language of the page, and in English where there is no translation', async () => {
    const { labels } = await build();
    expect(labelsFor(labels, 'fr')).to.deep.equal({ 'c.Greeting': 'Bonjour', 'c.Farewell': 'Goodbye' });
    expect(labelsFor(labels, 'en')).to.deep.equal({ 'c.Greeting': 'Hello', 'c.Farewell': 'Goodbye' });
  });

  it('may use base components of Lightning', async () => {
    small.write(
      'app/lwc/hello/hello.html',
      '<template><lightning-card title="t"><lightning-combobox label="l"></lightning-combobox></lightning-card></template>',
    );
    expect(textOf(await build())).to.contain('lightning-card');
  });

  it('are none where the package has no page for accounts', async () => {
    small.write('app/flexipages/Account_Page.flexipage-meta.xml', flexipage('Contact', ['hello']));
    expect((await build()).page).to.deep.equal({ hasRecordHeader: true, regions: [] });
  });

  it('of this package stand where its record page puts them', async () => {
    const { page } = await buildAccountComponents({ ...small.source, projectRoot });
    const sidebar = page.regions.find(({ name }) => name === 'sidebar');
    expect(page.hasRecordHeader).to.equal(true);
    expect(sidebar?.components.map(({ name }) => name)).to.deep.equal([
      'rapportRelationship',
      'rapportOpenActions',
    ]);
  });
});
