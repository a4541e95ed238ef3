import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { dataDictionary, dictionaryPath, picturePath } from '../../scripts/build-data-dictionary.ts';

describe('the data dictionary', () => {
  let fresh: Awaited<ReturnType<typeof dataDictionary>>;
  before(async () => {
    fresh = await dataDictionary();
  });

  it('and its picture are what the package is : run `npm run generate` when this fails', () => {
    expect(readFileSync(dictionaryPath, 'utf8')).to.equal(fresh.markdown);
    expect(readFileSync(picturePath, 'utf8')).to.equal(fresh.picture);
  });

  it('names every object and field with type, French label and description', () => {
    expect(fresh.markdown).to.include('### Feedback Response · Réponse client (`Feedback_Response__c`)');
    expect(fresh.markdown).to.match(/\| `Score__c` +\| Score · Note +\| Number\(2, 0\) +\| Likelihood/);
    expect(fresh.markdown).to.match(
      /\| `Feedback_Role__c` +\| [^|]+· [^|]+\| Picklist +\| [^|]+Values: Decision Maker, /,
    );
    for (const row of fresh.markdown.split('\n').filter((line) => /^\| `/.test(line))) {
      const cells = row.split(/(?<!\\)\|/).map((cell) => cell.trim());
      for (const cell of cells.slice(1, -1)) expect(cell, row).to.match(/[^\s·]/);
      expect(cells[2], row).to.match(/ · \S/);
    }
  });

  it('says who may do what with an object', () => {
    expect(fresh.markdown).to.include('Rights: Feedback: Administrator RED');
  });

  it('draws each object once, and a full line from each detail to its master', () => {
    const count = (pattern: RegExp) => fresh.picture.match(pattern)?.length;
    expect(count(/>Feedback_Response__c</g)).to.equal(1);
    const masters = fresh.markdown.match(/\| Detail of /g)?.length ?? 0;
    expect(masters).to.be.greaterThan(7);
    // and the one of the legend
    expect(count(/marker-end="url\(#master\)"/g)).to.equal(masters + 1);
  });
});
