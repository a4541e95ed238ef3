import { expect } from 'chai';
import { makeField } from '../../../src/local-org/schema/builders.ts';
import { fieldTraits } from '../../../src/local-org/schema/field-traits.ts';
import type { FieldType, SummaryDefinition } from '../../../src/local-org/schema/schema.ts';

describe('what a query may do with a field', () => {
  const groupable = (type: FieldType, details = {}) =>
    fieldTraits(makeField('Field__c', type, details)).groupable;

  it('is nothing but to select it, for long text', () => {
    expect(fieldTraits(makeField('Comment__c', 'textarea', { length: 32_768 }))).to.deep.equal({
      filterable: false,
      groupable: false,
      sortable: false,
      aggregatable: false,
    });
  });

  it('is to group by texts, picklists, references, checkboxes, dates and whole standard numbers', () => {
    for (const type of [
      'string',
      'textarea',
      'picklist',
      'reference',
      'id',
      'boolean',
      'date',
      'int',
      'email',
    ] as const) {
      expect(groupable(type), type).to.equal(true);
    }
  });

  it('is not to group by other numbers, moments, multi-select picklists and auto-numbers', () => {
    for (const type of ['double', 'currency', 'percent', 'datetime', 'multipicklist'] as const) {
      expect(groupable(type), type).to.equal(false);
    }
    expect(groupable('string', { autoNumberFormat: 'A-{0}' })).to.equal(false);
  });

  it('is to group by formulas only where they give a checkbox or a date', () => {
    const formula = { expression: 'x', blankAsZero: true };
    expect(groupable('boolean', { formula })).to.equal(true);
    expect(groupable('date', { formula })).to.equal(true);
    expect(groupable('string', { formula })).to.equal(false);
  });

  it('is not to group by roll-up summaries, whatever they give', () => {
    const summary: SummaryDefinition = {
      operation: 'max',
      detail: 'Visit__c',
      foreignKey: 'Machine__c',
      filters: [],
    };
    expect(groupable('date', { summary })).to.equal(false);
  });

  it('is neither to sort nor to count multi-select picklists', () => {
    expect(fieldTraits(makeField('Regions__c', 'multipicklist'))).to.deep.include({
      filterable: true,
      sortable: false,
      aggregatable: false,
    });
  });
});
