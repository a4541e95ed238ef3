import { expect } from 'chai';
import { compareVersions } from '../../src/installation/checks/version.ts';
import { componentTypes, readPackageContents } from '../../src/installation/package-contents.ts';
import { readPackage } from '../force-app/package-source.ts';
import { projectRoot } from '../support/test-org.ts';

describe('what an installation must consist of', () => {
  it('is what source-deploy-retrieve finds in force-app, type by type', () => {
    const found = readPackage('force-app/main');
    const contents = readPackageContents(projectRoot);
    for (const type of componentTypes) {
      const names = found.filter((component) => component.type === type).map(({ fullName }) => fullName);
      // the standard objects themselves are not installed, their fields are
      const installed = type === 'CustomObject' ? names.filter((name) => name.includes('__')) : names;
      expect(contents[type], type).to.have.members(installed);
      expect(contents[type], type).not.to.be.empty;
    }
  });

  it('is older or newer by the numbers of its version, not by their letters', () => {
    expect(compareVersions('0.9.0', '0.10.0')).to.be.below(0);
    expect(compareVersions('1.0.0', '0.10.3')).to.be.above(0);
    expect(compareVersions('0.1.0', '0.1.0')).to.equal(0);
  });
});
