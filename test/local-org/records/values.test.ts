import { expect } from 'chai';
import { formatAutoNumber } from '../../../src/local-org/records/defaults.ts';
import { parseDate, parseDatetime } from '../../../src/local-org/values/dates.ts';
import { toStored } from '../../../src/local-org/records/values.ts';
import { jsonValue } from '../../../src/local-org/values/json-value.ts';
import { decimalSum, roundToScale } from '../../../src/local-org/values/rounding.ts';
import { makeField } from '../../../src/local-org/schema/builders.ts';

describe('values', () => {
  it('are rounded half away from zero, decimally', () => {
    expect(roundToScale(1.005, 2)).to.equal(1.01);
    expect(roundToScale(-2.5, 0)).to.equal(-3);
    expect(roundToScale(2.4, 0)).to.equal(2);
    expect(roundToScale(9e15, 2)).to.equal(9e15);
    expect(Object.is(roundToScale(-0.2, 0), 0)).to.equal(true);
  });

  it('are added up decimally', () => {
    expect(decimalSum([1.1, 2.2])).to.equal(3.3);
    expect(decimalSum([0.1, 0.2, 1e-7])).to.equal(0.3000001);
    expect(decimalSum([-0.1, -0.2])).to.equal(-0.3);
    expect(decimalSum([1e15, 1])).to.equal(1_000_000_000_000_001);
    expect(decimalSum([])).to.equal(0);
  });

  it('of number fields keep all decimals; the digits before the point are limited', () => {
    for (const type of ['double', 'currency', 'percent'] as const) {
      const field = makeField('Share__c', type, { precision: 5, scale: 2 });
      expect(toStored(field, 27.77777777777778), type).to.equal(27.77777777777778);
      expect(toStored(field, '999.999'), type).to.equal(999.999);
      for (const tooLarge of [1000, -1000, '1000.001'])
        expect(() => toStored(field, tooLarge), type).to.throw('value outside of valid range');
    }
  });

  it('of whole-number fields have no fraction', () => {
    const field = makeField('Count', 'int', { precision: 8, scale: 0 });
    expect(toStored(field, 3)).to.equal(3);
    expect(() => toStored(field, 1.5)).to.throw('Cannot deserialize instance of int from VALUE_NUMBER_FLOAT');
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
    expect(jsonValue(1, 'boolean')).to.equal(true);
    expect(jsonValue(null, 'boolean')).to.equal(false);
    expect(jsonValue('2026-03-01T10:00:00.000Z', 'datetime')).to.equal('2026-03-01T10:00:00.000+0000');
  });

  it('of auto-number fields follow their format', () => {
    const now = new Date('2026-03-01T10:00:00Z');
    expect(formatAutoNumber('R-{0000}', 12345, now)).to.equal('R-12345');
    expect(formatAutoNumber('{YY}{MM}-{000}', 7, now)).to.equal('2603-007');
  });
});
