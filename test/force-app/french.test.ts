import { expect } from 'chai';
import { readInstalled } from './well-formed/package.ts';
import { frenchOf } from './well-formed/translatable.ts';

// that everything is said in French, and nothing else, is a rule of its own: well-formed/rules/french.ts
const french = frenchOf(readInstalled());

describe('the French of the package', () => {
  it('puts a no-break space where French wants one', () => {
    for (const { name, words } of french) expect(words, name).to.not.match(/ [:;!?%»]|« /);
  });

  it('explains and refuses in whole sentences', () => {
    const sentences = french.filter(({ name }) => /: (help|message)$/.test(name));
    expect(sentences).to.have.length.greaterThan(100);
    for (const { name, words } of sentences) expect(words, name).to.match(/^[\p{Lu}«\d].{9,}[.!?…»)]$/u);
  });
});
