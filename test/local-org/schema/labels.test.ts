import { expect } from 'chai';
import { makeField, picklistValues } from '../../../src/local-org/schema/builders.ts';
import { picklistLabel } from '../../../src/local-org/schema/labels.ts';
import { picklistLabels } from '../../../src/local-org/soql/scalar-functions.ts';

describe('labels', () => {
  const values = picklistValues(['Running', 'constructor']);
  const field = makeField('Status__c', 'picklist', {
    picklist: { restricted: true, values, valueTranslations: { fr: { Running: 'En marche' } } },
  });

  it('are those of the language, of its base language, or the ones that were not translated', () => {
    expect(picklistLabel(field, values[0]!, 'fr')).to.equal('En marche');
    expect(picklistLabel(field, values[0]!, 'fr_CA')).to.equal('En marche');
    expect(picklistLabel(field, values[0]!, 'de')).to.equal('Running');
  });

  it('are texts too for a value that is called like something every JavaScript object has', () => {
    expect([...picklistLabels(field, 'fr')]).to.deep.equal([
      ['Running', 'En marche'],
      ['constructor', 'constructor'],
    ]);
  });
});
