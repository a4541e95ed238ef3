import { expect } from 'chai';
import {
  customKeyPrefix,
  idChecksum,
  makeId,
  normalizeId,
  toBase62,
} from '../../../src/local-org/store/ids.ts';

describe('record ids', () => {
  it('carry the checksum that Salesforce computes', () => {
    expect(idChecksum('001A0000006Vm9r')).to.equal('IAC');
    expect(idChecksum('0015800001ZD7pD')).to.equal('AAT');
  });

  it('are completed from 15 to 18 characters', () => {
    expect(normalizeId('001A0000006Vm9r')).to.equal('001A0000006Vm9rIAC');
    expect(normalizeId('001A0000006Vm9rIAC')).to.equal('001A0000006Vm9rIAC');
  });

  it('get their case back when a system lost it', () => {
    expect(normalizeId('001A0000006VM9RIAC')).to.equal('001A0000006Vm9rIAC');
    expect(normalizeId('001a0000006vm9riac')).to.equal('001A0000006Vm9rIAC');
  });

  it('are refused when a letter has the wrong case or they are no ids at all', () => {
    expect(normalizeId('0015800001ZD7pdAAT')).to.equal(undefined);
    expect(normalizeId('NotReal')).to.equal(undefined);
    expect(normalizeId('')).to.equal(undefined);
    expect(normalizeId('001-0000006Vm9r')).to.equal(undefined);
  });

  it('count in base 62 behind key prefix and the mark of the org', () => {
    expect(toBase62(61, 2)).to.equal('0z');
    expect(makeId('a00', 'xY1', 63)).to.match(/^a00xY1000000011.{3}$/);
    expect([customKeyPrefix('a', 0), customKeyPrefix('a', 1), customKeyPrefix('m', 62)]).to.deep.equal([
      'a00',
      'a01',
      'm10',
    ]);
    expect(() => toBase62(62 ** 2, 2)).to.throw(RangeError);
  });
});
