import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readRecordPage } from '../../../src/preview/lightning/record-page.ts';
import { flexipage } from '../small-package.ts';

describe('a record page', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rapport-pages-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const read = async (...pages: string[]) => {
    const files = pages.map((text, index) => {
      const path = join(folder, `${index}.flexipage-meta.xml`);
      writeFileSync(path, text);
      return path;
    });
    return readRecordPage(files, 'Account', (name) => name === 'score' || name === 'actions');
  };
  const region = (name: string, type: string, items: string) =>
    `<flexiPageRegions>${items}<name>${name}</name><type>${type}</type></flexiPageRegions>`;
  const item = (name: string, properties: Record<string, string> = {}) => {
    const values = Object.entries(properties).map(
      ([key, value]) =>
        `<componentInstanceProperties><name>${key}</name><value>${value}</value></componentInstanceProperties>`,
    );
    return `<itemInstances><componentInstance>${values.join('')}<componentName>${name}</componentName></componentInstance></itemInstances>`;
  };

  it('is that of the object, whatever other pages there are', async () => {
    const page = await read(flexipage('Contact', ['score']), flexipage('Account', ['actions']));
    expect(page?.regions.flatMap(({ components }) => components.map(({ name }) => name))).to.deep.equal([
      'actions',
    ]);
  });

  it('is not there when no file has one', async () => {
    expect(await read(flexipage('Contact', ['score']))).to.equal(undefined);
  });

  it('keeps the order of its components, with or without their namespace, and passes over unknown ones', async () => {
    const page = await read(flexipage('Account', ['actions', 'flexipage:richText', 'c:score', 'unknown']));
    expect(page).to.deep.equal({
      hasRecordHeader: true,
      regions: [
        {
          name: 'sidebar',
          components: [
            { name: 'actions', properties: {} },
            { name: 'score', properties: {} },
          ],
          hasStandardComponents: true,
        },
      ],
    });
  });

  it('gives its components the values that it has for them', async () => {
    const more = region('main', 'Region', item('score', { title: 'Ours' }));
    const page = await read(flexipage('Account', [], more));
    expect(page?.regions[0]?.components).to.deep.equal([{ name: 'score', properties: { title: 'Ours' } }]);
  });

  it('shows what is within tabs, even when tabs lead back to themselves', async () => {
    const more = [
      region('tab', 'Facet', item('score') + item('flexipage:tabset', { tabs: 'tabs' })),
      region('tabs', 'Facet', item('flexipage:tab', { body: 'tab' })),
      region('main', 'Region', item('flexipage:tabset', { tabs: 'tabs' })),
    ].join('');
    const page = await read(flexipage('Account', [], more));
    expect(page?.regions.find(({ name }) => name === 'main')?.components).to.deep.equal([
      { name: 'score', properties: {} },
    ]);
  });
});
