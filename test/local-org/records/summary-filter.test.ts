import { expect } from 'chai';
import { meetsFilters } from '../../../src/local-org/records/summary-filter.ts';
import { makeField, makeObject } from '../../../src/local-org/schema/builders.ts';
import type { FieldType, SummaryOperator } from '../../../src/local-org/schema/schema.ts';

describe('the conditions of a roll-up summary', () => {
  function meets(
    type: FieldType,
    stored: string | number | null,
    operator: SummaryOperator,
    ...values: string[]
  ) {
    const detail = makeObject('Detail__c', 'a00', [makeField('Field__c', type)]);
    return meetsFilters(detail, [{ field: 'Field__c', operator, values }], { Field__c: stored });
  }

  it('take several values as alternatives, and texts without case', () => {
    expect(meets('picklist', 'In Progress', 'equals', 'Open', 'in progress')).to.equal(true);
    expect(meets('picklist', 'Done', 'equals', 'Open', 'In Progress')).to.equal(false);
    expect(meets('picklist', 'Open', 'notEqual', 'Open', 'Done')).to.equal(false);
    expect(meets('picklist', 'Later', 'notEqual', 'Open', 'Done')).to.equal(true);
    expect(meets('string', 'Big Press', 'contains', 'lathe', 'press')).to.equal(true);
    expect(meets('string', 'Big Press', 'notContain', 'lathe', 'press')).to.equal(false);
    expect(meets('string', 'Big Press', 'startsWith', 'press')).to.equal(false);
  });

  it('compare numbers and dates', () => {
    expect(meets('double', 10, 'greaterThan', '9')).to.equal(true);
    expect(meets('double', 9, 'greaterThan', '9')).to.equal(false);
    expect(meets('double', 9, 'greaterOrEqual', '9.0')).to.equal(true);
    expect(meets('currency', 9, 'lessThan', '9')).to.equal(false);
    expect(meets('date', '2026-01-31', 'lessOrEqual', '1/31/2026')).to.equal(true);
    expect(meets('date', '2026-02-01', 'lessOrEqual', '2026-01-31')).to.equal(false);
  });

  it('know ticked from not ticked', () => {
    expect(meets('boolean', 1, 'equals', 'True')).to.equal(true);
    expect(meets('boolean', 0, 'equals', '1')).to.equal(false);
    expect(meets('boolean', 0, 'notEqual', 'true')).to.equal(true);
  });

  it('know the choices of a multi-select picklist', () => {
    expect(meets('multipicklist', 'A;B;C', 'includes', 'X', 'A;C')).to.equal(true);
    expect(meets('multipicklist', 'A;B', 'includes', 'A;C')).to.equal(false);
    expect(meets('multipicklist', 'A;B', 'excludes', 'B')).to.equal(false);
    expect(meets('multipicklist', null, 'excludes', 'B')).to.equal(true);
  });

  it('ask for empty fields where they have no value, and never find empty ones smaller or larger', () => {
    expect(meets('string', null, 'equals')).to.equal(true);
    expect(meets('string', 'x', 'equals')).to.equal(false);
    expect(meets('string', 'x', 'notEqual')).to.equal(true);
    expect(meets('double', null, 'lessThan', '5')).to.equal(false);
    expect(meets('double', null, 'notEqual', '5')).to.equal(true);
  });
});
