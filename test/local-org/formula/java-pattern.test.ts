import { expect } from 'chai';
import { javaPattern } from '../../../src/local-org/formula/java-pattern.ts';

describe('the pattern of REGEX', () => {
  const matches = (pattern: string, text: string) => javaPattern(pattern).test(text);

  it('matches the whole text or not at all', () => {
    expect(matches('[0-9]{3}', '123')).to.equal(true);
    expect(matches('[0-9]{3}', '1234')).to.equal(false);
    expect(matches('a|bc', 'abc')).to.equal(false);
    expect(matches('\\s*\\d+(\\s*,\\s*\\d+)*\\s*', '7, 14')).to.equal(true);
    expect(matches('\\s*\\d+(\\s*,\\s*\\d+)*\\s*', '7, ,14')).to.equal(false);
  });

  it('is read as Java reads it', () => {
    expect(matches('\\w+\\@\\w+\\-\\w+', 'a@b-c')).to.equal(true);
    expect(matches('[\\w\\-\\@]+', 'a-@')).to.equal(true);
    expect(matches('(?i)press', 'PRESS')).to.equal(true);
    expect(matches('a\\sb', 'a\u00a0b')).to.equal(false);
    expect(matches('a[\\s]b', 'a b')).to.equal(true);
    expect(matches('a\\Sb', 'a\u00a0b')).to.equal(true);
    expect(matches('\\p{L}+', 'été')).to.equal(true);
    expect(matches('..', '😀a')).to.equal(true);
  });

  it('is refused where it is none, or none that can be taken', () => {
    for (const pattern of ['[a', '(', 'a*+', '[a-z&&[^b]]', '\\Qa\\E', '\\p{Punct}'])
      expect(() => javaPattern(pattern), pattern).to.throw(
        `The local org cannot take the pattern ${pattern}`,
      );
  });
});
