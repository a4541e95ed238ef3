import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { apiVersion } from '../../src/salesforce/api-version.ts';
import { projectRoot } from '../support/test-org.ts';

/** Where a version of the API is spoken, in code, metadata and settings; prose about other versions is not meant. */
const spoken = [
  /\/services\/data\/v(\d+\.\d)/g,
  /\/services\/Soap\/\w+\/(\d+\.\d)/g,
  /<apiVersion>(\d+\.\d)<\/apiVersion>/g,
  /\b(?:API_VERSION|apiVersion|version):?\s*=?\s*'(\d+\.\d)'/g,
  /"(?:sourceApiVersion|apiVersion)":\s*"(\d+\.\d)"/g,
];

describe('the version of the API', () => {
  const project = JSON.parse(readFileSync(join(projectRoot, 'sfdx-project.json'), 'utf8')) as {
    sourceApiVersion: string;
  };

  it('is the same in the client and in the project', () => {
    expect(apiVersion).to.equal(project.sourceApiVersion);
  });

  it('is one value everywhere it is spoken', () => {
    const files = globSync(
      ['src/**/*.ts', 'force-app/**/*.xml', 'config/**/*.json', '*.json', 'scripts/**/*.ts'],
      {
        cwd: projectRoot,
      },
    ).filter((file) => !file.startsWith('package'));
    const found = files.flatMap((file) => {
      const text = readFileSync(join(projectRoot, file), 'utf8');
      return spoken.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => `${file}: ${match[1]}`));
    });
    expect(found.length).to.be.greaterThan(4);
    expect(found.filter((place) => !place.endsWith(`: ${project.sourceApiVersion}`))).to.deep.equal([]);
  });
});
