import { expect } from 'chai';
import { apiVersion } from '../../../src/salesforce/api-version.ts';
import { readInstalled } from './package.ts';
import type { Problem } from './package.ts';
import { rules } from './rules.ts';

const installed = readInstalled();
const line = ({ file, element, problem }: Problem): string => `${file}: ${element}: ${problem}`;

describe('the package, by what can be known of it without an org,', () => {
  it('is there', () => {
    expect(installed.components).to.have.length.greaterThan(300);
    expect(installed.code.size).to.be.greaterThan(10);
    expect(installed.apiVersion).to.equal(apiVersion);
  });

  for (const [sentence, rule] of Object.entries(rules)) {
    it(sentence, () => {
      expect(rule(installed).map(line).join('\n')).to.equal('');
    });
  }
});
