import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { versionLabel } from '../../src/installation/checks/version.ts';
import { projectRoot } from '../support/test-org.ts';
import { children, readPackage, text } from './package-source.ts';
import type { Folder } from './package-source.ts';

const json = (name: string): unknown => JSON.parse(readFileSync(join(projectRoot, name), 'utf8'));
const { version } = json('package.json') as { version: string };

/** The values that the labels or translations of a folder give to the label of the version. */
function valuesOf(
  folder: Folder,
  type: string,
  element: string,
  tags: { name: string; value: string },
): (string | undefined)[] {
  return readPackage(folder)
    .filter((component) => component.type === type)
    .flatMap(({ content }) => children(content, element))
    .filter((label) => text(label, tags.name) === versionLabel)
    .map((label) => text(label, tags.value));
}

describe('the version that the package says it has', () => {
  it('is that of the plugin, in English and in French', () => {
    const english = { name: 'fullName', value: 'value' };
    expect(valuesOf('force-app/main', 'CustomLabels', 'labels', english)).to.deep.equal([version]);
    const french = { name: 'name', value: 'label' };
    expect(valuesOf('force-app/french', 'Translations', 'customLabels', french)).to.deep.equal([version]);
  });

  it('is that of the package that is built from it', () => {
    const { packageDirectories } = json('sfdx-project.json') as {
      packageDirectories: { package?: string; versionNumber?: string; versionName?: string }[];
    };
    const [built, ...others] = packageDirectories.filter((directory) => directory.package !== undefined);
    expect(others).to.deep.equal([]);
    expect(built?.versionNumber).to.equal(`${version}.NEXT`);
    expect(built?.versionName).to.equal(`Rapport ${version.replace(/\.\d+$/, '')}`);
  });
});
