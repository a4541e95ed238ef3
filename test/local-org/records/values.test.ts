import { expect } from 'chai';
import { formatAutoNumber } from '../../../src/local-org/records/defaults.ts';
import { parseDate, parseDatetime } from '../../../src/local-org/records/dates.ts';
import { roundToScale, toJson, toStored } from '../../../src/local-org/records/values.ts';
import { makeField } from '../../../src/local-org/schema/builders.ts';

describe('values', () => {
  it('are rounded half away from zero, decimally', () => {
    expect(roundToScale(1.005, 2)).to.equal(1.01);
    expect(roundToScale(-2.5, 0)).to.equal(-3);
    expect(roundToScale(2.4, 0)).to.equal(2);
    expect(roundToScale(9e15, 2)).to.equal(9e15);
    expect(Object.is(roundToScale(-0.2, 0), 0)).to.equal(true);
  });

  it('of dates and times are stored in UTC with whole seconds', () => {
    expect(parseDatetime('2026-03-01T10:00:00.789+02:00')).to.equal('2026-03-01T08:00:00.000Z');
    expect(parseDatetime('2026-03-01T10:00:00.000+0000')).to.equal('2026-03-01T10:00:00.000Z');
    expect(parseDatetime('2026-03-01')).to.equal('2026-03-01T00:00:00.000Z');
    expect(parseDatetime('yesterday')).to.equal(undefined);
    expect(parseDate('2024-02-29')).to.equal('2024-02-29');
    expect(parseDate('2026-02-29')).to.equal(undefined);
    expect(parseDate('0001-01-01')).to.equal(undefined);
  });

  it('that are empty texts are no values', () => {
    expect(toStored(makeField('A__c', 'string'), ' ')).to.equal(null);
    expect(toStored(makeField('A__c', 'double', { precision: 5, scale: 0 }), '')).to.equal(null);
  });

  it('keep the spaces of long texts and lose those around short ones', () => {
    expect(toStored(makeField('A__c', 'string'), ' a ')).to.equal('a');
    expect(toStored(makeField('A__c', 'textarea', { length: 1000 }), ' a ')).to.equal(' a ');
  });

  it('look in answers as REST shows them', () => {
    expect(toJson(makeField('A__c', 'boolean'), 1)).to.equal(true);
    expect(toJson(makeField('A__c', 'boolean'), null)).to.equal(false);
    expect(toJson(makeField('A__c', 'datetime'), '2026-03-01T10:00:00.000Z')).to.equal(
      '2026-03-01T10:00:00.000+0000',
    );
  });

  it('of auto-number fields follow their format', () => {
    const now = new Date('2026-03-01T10:00:00Z');
    expect(formatAutoNumber('R-{0000}', 12345, now)).to.equal('R-12345');
    expect(formatAutoNumber('{YY}{MM}-{000}', 7, now)).to.equal('2603-007');
  });
});
